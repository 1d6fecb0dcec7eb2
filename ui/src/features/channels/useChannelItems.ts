import { Check, Copy, Link2, Pencil, Plus, Trash2, UserPlus } from "lucide-react";
import { copyText } from "../../components/copyText.ts";
import type { MenuItem } from "../../components/menuItems.tsx";
import { useActions, useEngine, useStore } from "../../engine/hooks.ts";
import type { Snowflake } from "../../net/snowflake.ts";
import { can } from "../../state/select/permissions.ts";
import { unreadOfChannel } from "../../state/select/reads.ts";
import { t } from "../../text/t.ts";
import type { ChannelDialog } from "./dialog.ts";

type Items = readonly (MenuItem | false)[];

/** Returns what can be done with a channel or category: only what this person may do. */
export function useChannelItems(
  channelId: Snowflake | null,
  hrefOf: (channelId: Snowflake) => string,
  onDialog: (dialog: ChannelDialog) => void,
): readonly MenuItem[] {
  const actions = useActions();
  const { store } = useEngine();
  const channel = useStore((state) => (channelId === null ? undefined : state.channels[channelId]));
  const may = useStore((state) => ({
    invite: channelId !== null && can(state, channelId, "CREATE_INSTANT_INVITE"),
    manage: channelId !== null && can(state, channelId, "MANAGE_CHANNELS"),
  }));
  if (!channel) return [];
  const { id, guildId } = channel;
  const copyId: MenuItem = { label: t("channels.copyId"), icon: Copy, onSelect: () => void copyText(id) };

  if (channel.kind === "category") {
    const ofCategory: Items = [
      may.manage && {
        label: t("channels.createTitle"),
        icon: Plus,
        onSelect: () => onDialog({ kind: "create", guildId, what: "text", parentId: id }),
      },
      may.manage && item("channels.editCategory", Pencil, () => onDialog({ kind: "edit", channelId: id })),
      copyId,
      may.manage && "separator",
      may.manage && danger("channels.deleteCategory", () => onDialog({ kind: "delete", channelId: id })),
    ];
    return ofCategory.filter((entry) => entry !== false);
  }

  const markRead = () => {
    const { lastMessageId } = store.getState().channels[id] ?? {};
    if (lastMessageId) actions.read(id, lastMessageId);
  };
  const ofChannel: Items = [
    unreadOfChannel(store.getState(), id).unread && item("channels.markRead", Check, markRead),
    may.invite && item("channels.invite", UserPlus, () => onDialog({ kind: "invite", channelId: id })),
    item("channels.copyLink", Link2, () => void copyText(new URL(hrefOf(id), location.origin).href)),
    copyId,
    may.manage && "separator",
    may.manage && item("channels.edit", Pencil, () => onDialog({ kind: "edit", channelId: id })),
    may.manage && danger("channels.delete", () => onDialog({ kind: "delete", channelId: id })),
  ];
  return ofChannel.filter((entry) => entry !== false);
}

type Label =
  | "channels.editCategory"
  | "channels.markRead"
  | "channels.invite"
  | "channels.copyLink"
  | "channels.edit";

function item(label: Label, icon: typeof Check, onSelect: () => void): MenuItem {
  return { label: t(label), icon, onSelect };
}

function danger(label: "channels.delete" | "channels.deleteCategory", onSelect: () => void): MenuItem {
  return { label: t(label), icon: Trash2, danger: true, onSelect };
}
