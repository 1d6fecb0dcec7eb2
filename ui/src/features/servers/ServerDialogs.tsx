import { type FormEvent, useId, useState } from "react";
import { Button } from "../../components/Button.tsx";
import { ConfirmDialog } from "../../components/ConfirmDialog.tsx";
import { Dialog } from "../../components/Dialog.tsx";
import { TextField } from "../../components/TextField.tsx";
import { useSubmit } from "../../components/useSubmit.ts";
import { useActions, useStore } from "../../engine/hooks.ts";
import type { Snowflake } from "../../net/snowflake.ts";
import { serversDialogs } from "../../text/servers.dialogs.ts";
import { addTexts, t } from "../../text/t.ts";
import { AddServer } from "./AddServer.tsx";
import type { ServerDialog } from "./dialog.ts";
import css from "./ServerDialogs.module.css";

addTexts(serversDialogs);

interface Props {
  readonly dialog: ServerDialog;
  readonly onClose: () => void;
  /** The person is a member of it now. */
  readonly onEntered: (guildId: Snowflake, channelId: Snowflake | null) => void;
}

/** The dialogs about servers. */
export function ServerDialogs({ dialog, onClose, onEntered }: Props) {
  switch (dialog.kind) {
    case "add":
      return <AddServer onClose={onClose} onEntered={onEntered} tab={dialog.tab} />;
    case "rename":
      return <RenameServer guildId={dialog.guildId} onClose={onClose} />;
    case "delete":
      return <DeleteServer guildId={dialog.guildId} onClose={onClose} />;
    case "leave":
      return <LeaveServer guildId={dialog.guildId} onClose={onClose} />;
  }
}

const useGuildName = (guildId: Snowflake) => useStore((state) => state.guilds[guildId]?.name ?? "");

function RenameServer({ guildId, onClose }: { guildId: Snowflake; onClose: () => void }) {
  const actions = useActions();
  const form = useId();
  const [name, setName] = useState(useGuildName(guildId));
  const [missing, setMissing] = useState(false);
  const { busy, refused, run } = useSubmit(() => actions.renameGuild(guildId, name.trim()), onClose);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim().length < 2) setMissing(true);
    else run();
  };
  const error = missing ? t("servers.nameNeeded") : (refused?.fields.name ?? refused?.message);
  return (
    <Dialog
      footer={
        <>
          <Button onClick={onClose}>{t("servers.cancel")}</Button>
          <Button busy={busy} form={form} kind="primary" type="submit">
            {t("servers.save")}
          </Button>
        </>
      }
      onClose={onClose}
      title={t("servers.renameTitle")}
    >
      <form id={form} noValidate onSubmit={submit}>
        <TextField
          autoFocus
          error={error}
          label={t("servers.name")}
          maxLength={100}
          onChange={(value) => {
            setName(value);
            setMissing(false);
          }}
          value={name}
        />
      </form>
    </Dialog>
  );
}

function DeleteServer({ guildId, onClose }: { guildId: Snowflake; onClose: () => void }) {
  const actions = useActions();
  const name = useGuildName(guildId);
  const form = useId();
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState(false);
  const { busy, refused, run } = useSubmit(() => actions.deleteGuild(guildId), onClose);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() === name.trim()) run();
    else setWrong(true);
  };
  return (
    <Dialog
      footer={
        <>
          <Button onClick={onClose}>{t("servers.cancel")}</Button>
          <Button busy={busy} form={form} kind="danger" type="submit">
            {t("servers.deleteConfirm")}
          </Button>
        </>
      }
      onClose={onClose}
      title={t("servers.deleteTitle", { name })}
    >
      <form className={css.form} id={form} noValidate onSubmit={submit}>
        <p>{t("servers.deleteText")}</p>
        <TextField
          autoComplete="off"
          autoFocus
          error={wrong ? t("servers.deleteWrong") : refused?.message}
          hint={name}
          label={t("servers.name")}
          onChange={(value) => {
            setTyped(value);
            setWrong(false);
          }}
          value={typed}
        />
      </form>
    </Dialog>
  );
}

function LeaveServer({ guildId, onClose }: { guildId: Snowflake; onClose: () => void }) {
  const actions = useActions();
  const name = useGuildName(guildId);
  const { busy, refused, run } = useSubmit(() => actions.leaveGuild(guildId), onClose);
  return (
    <ConfirmDialog
      busy={busy}
      confirm={t("servers.leaveConfirm")}
      danger
      onClose={onClose}
      onConfirm={run}
      text={t("servers.leaveText")}
      title={t("servers.leaveTitle", { name })}
      refused={refused}
    />
  );
}
