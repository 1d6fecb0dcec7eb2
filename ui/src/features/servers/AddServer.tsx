import { Link2, Plus } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { Button } from "../../components/Button.tsx";
import { Dialog } from "../../components/Dialog.tsx";
import { RadioGroup } from "../../components/RadioGroup.tsx";
import { TextField } from "../../components/TextField.tsx";
import { useActions, useSelf } from "../../engine/hooks.ts";
import type { Snowflake } from "../../net/snowflake.ts";
import { paths, readInvite } from "../../paths.ts";
import { t } from "../../text/t.ts";
import css from "./ServerDialogs.module.css";

type Way = "create" | "join";
type Entered = { guildId: Snowflake; channelId: Snowflake | null };

interface Props {
  readonly tab: Way;
  readonly onClose: () => void;
  readonly onEntered: (guildId: Snowflake, channelId: Snowflake | null) => void;
}

/** Makes a server, or joins one by its link. */
export function AddServer({ tab, onClose, onEntered }: Props) {
  const form = useId();
  const [way, setWay] = useState<Way>(tab);
  const [busy, setBusy] = useState(false);
  // The first form has the focus; who goes through the ways by key stays there.
  const [chose, setChose] = useState(false);
  const ways = [
    { value: "create", label: t("servers.tabCreate"), icon: Plus },
    { value: "join", label: t("servers.tabJoin"), icon: Link2 },
  ] as const;
  const choose = (next: Way) => {
    setWay(next);
    setChose(true);
  };
  const parts = {
    id: form,
    focus: !chose,
    onBusy: setBusy,
    onEntered: (to: Entered) => onEntered(to.guildId, to.channelId),
  };
  return (
    <Dialog
      footer={
        <>
          <Button onClick={onClose}>{t("servers.cancel")}</Button>
          <Button busy={busy} form={form} kind="primary" type="submit">
            {t(way === "create" ? "servers.create" : "servers.join")}
          </Button>
        </>
      }
      onClose={onClose}
      title={t("servers.addTitle")}
    >
      <div className={css.form}>
        <p className={css.lead}>{t("servers.addText")}</p>
        <RadioGroup label={t("servers.addWay")} onChange={choose} options={ways} value={way} />
        {way === "create" ? <CreateForm {...parts} /> : <JoinForm {...parts} />}
      </div>
    </Dialog>
  );
}

interface FormProps {
  readonly id: string;
  readonly focus: boolean;
  readonly onBusy: (busy: boolean) => void;
  readonly onEntered: (to: Entered) => void;
}

function CreateForm({ id, focus, onBusy, onEntered }: FormProps) {
  const actions = useActions();
  const self = useSelf();
  const person = self?.globalName ?? self?.name ?? "";
  const [name, setName] = useState(t("servers.nameDefault", { person }));
  const [error, setError] = useState<string | undefined>();
  const submit = async () => {
    if (name.trim().length < 2) return setError(t("servers.nameNeeded"));
    onBusy(true);
    const answer = await actions.createGuild(name.trim());
    onBusy(false);
    if (answer.ok) onEntered({ guildId: answer.value.guildId, channelId: null });
    else setError(answer.fields.name ?? answer.message);
  };
  return (
    <form id={id} noValidate onSubmit={(event) => prevented(event, submit)}>
      <TextField
        autoComplete="off"
        autoFocus={focus}
        error={error}
        hint={t("servers.nameHint")}
        label={t("servers.name")}
        maxLength={100}
        onChange={(value) => {
          setName(value);
          setError(undefined);
        }}
        onFocus={(event) => event.target.select()}
        value={name}
      />
    </form>
  );
}

function JoinForm({ id, focus, onBusy, onEntered }: FormProps) {
  const actions = useActions();
  const [link, setLink] = useState("");
  const [error, setError] = useState<string | undefined>();
  const submit = async () => {
    const typed = readInvite(link);
    if (typed.kind === "none") return setError(t("servers.inviteWrong"));
    if (typed.kind === "elsewhere") return setError(t("servers.inviteElsewhere", { host: typed.host }));
    onBusy(true);
    const answer = await actions.acceptInvite(typed.code);
    onBusy(false);
    if (answer.ok) onEntered(answer.value);
    else setError(answer.message);
  };
  return (
    <form id={id} noValidate onSubmit={(event) => prevented(event, submit)}>
      <TextField
        autoCapitalize="off"
        autoComplete="off"
        autoFocus={focus}
        error={error}
        hint={t("servers.inviteHint", { example: location.host + paths.invite("aB3dE5fG") })}
        label={t("servers.inviteLink")}
        onChange={(value) => {
          setLink(value);
          setError(undefined);
        }}
        spellCheck={false}
        value={link}
      />
    </form>
  );
}

function prevented(event: FormEvent, submit: () => Promise<void>): void {
  event.preventDefault();
  void submit();
}
