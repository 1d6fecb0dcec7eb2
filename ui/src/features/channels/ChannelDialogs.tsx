import { useState } from "react";
import { ConfirmDialog } from "../../components/ConfirmDialog.tsx";
import { useSubmit } from "../../components/useSubmit.ts";
import { useActions, useStore } from "../../engine/hooks.ts";
import type { Snowflake } from "../../net/snowflake.ts";
import type { Channel } from "../../state/model.ts";
import { channelsDialogs } from "../../text/channels.dialogs.ts";
import { addTexts, t } from "../../text/t.ts";
import { ChannelForm, type ChannelFormValue } from "./ChannelForm.tsx";
import { finishedName } from "./channelName.ts";
import type { ChannelDialog } from "./dialog.ts";
import { InviteDialog } from "./InviteDialog.tsx";

addTexts(channelsDialogs);

interface Props {
  readonly dialog: ChannelDialog;
  readonly onClose: () => void;
  readonly onCreated: (guildId: Snowflake, channelId: Snowflake) => void;
}

/** The dialogs about channels. Those about a channel that goes meanwhile close. */
export function ChannelDialogs({ dialog, onClose, onCreated }: Props) {
  const channel = useStore((state) => ("channelId" in dialog ? state.channels[dialog.channelId] : undefined));
  if (dialog.kind === "create") {
    return <CreateChannel dialog={dialog} onClose={onClose} onCreated={onCreated} />;
  }
  if (!channel) return null;
  switch (dialog.kind) {
    case "edit":
      return <EditChannel channel={channel} onClose={onClose} />;
    case "delete":
      return <DeleteChannel channel={channel} onClose={onClose} />;
    case "invite":
      return <InviteDialog channel={channel} onClose={onClose} />;
  }
}

interface CreateProps {
  readonly dialog: ChannelDialog & { kind: "create" };
  readonly onClose: () => void;
  readonly onCreated: (guildId: Snowflake, channelId: Snowflake) => void;
}

function CreateChannel({ dialog, onClose, onCreated }: CreateProps) {
  const actions = useActions();
  const { guildId } = dialog;
  const [value, setValue] = useState<ChannelFormValue>({
    kind: dialog.what,
    name: "",
    topic: "",
    parentId: dialog.parentId,
  });
  const { busy, refused, run } = useSubmit(
    () => actions.createChannel(guildId, { ...formOf(value), kind: value.kind }),
    ({ value: created }) => {
      onClose();
      if (value.kind === "text") onCreated(guildId, created.channelId);
    },
  );
  return (
    <ChannelForm
      busy={busy}
      guildId={guildId}
      onChange={setValue}
      onClose={onClose}
      onSubmit={run}
      refused={refused}
      submit={t("channels.create")}
      title={t(value.kind === "text" ? "channels.createTitle" : "channels.createCategoryTitle")}
      value={value}
      withKind
    />
  );
}

function EditChannel({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const actions = useActions();
  const [value, setValue] = useState<ChannelFormValue>({
    kind: channel.kind,
    name: channel.name,
    topic: channel.topic ?? "",
    parentId: channel.parentId,
  });
  const { busy, refused, run } = useSubmit(() => actions.changeChannel(channel.id, formOf(value)), onClose);
  const { name } = channel;
  return (
    <ChannelForm
      busy={busy}
      guildId={channel.guildId}
      onChange={setValue}
      onClose={onClose}
      onSubmit={run}
      refused={refused}
      submit={t("channels.save")}
      title={
        channel.kind === "text"
          ? t("channels.editTitle", { name })
          : t("channels.editCategoryTitle", { name })
      }
      value={value}
      withKind={false}
    />
  );
}

function formOf({ kind, name, topic, parentId }: ChannelFormValue) {
  return kind === "text"
    ? { name: finishedName(name), topic: topic.trim() === "" ? null : topic.trim(), parentId }
    : { name: name.trim(), topic: null, parentId: null };
}

function DeleteChannel({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const actions = useActions();
  const { busy, refused, run } = useSubmit(() => actions.deleteChannel(channel.id), onClose);
  const { name } = channel;
  const isText = channel.kind === "text";
  return (
    <ConfirmDialog
      busy={busy}
      confirm={t("channels.deleteConfirm")}
      danger
      onClose={onClose}
      onConfirm={run}
      text={t(isText ? "channels.deleteText" : "channels.deleteCategoryText")}
      title={isText ? t("channels.deleteTitle", { name }) : t("channels.deleteCategoryTitle", { name })}
      refused={refused}
    />
  );
}
