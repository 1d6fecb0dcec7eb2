import { Check, Copy, DoorOpen, FolderPlus, Hash, Pencil, Trash2, UserPlus } from "lucide-react";
import { copyText } from "../../components/copyText.ts";
import type { MenuItem } from "../../components/menuItems.tsx";
import { menuOf } from "../../components/menuOf.ts";
import { useActions, useStore } from "../../engine/hooks.ts";
import type { Snowflake } from "../../net/snowflake.ts";
import { selfId } from "../../state/select/guilds.ts";
import { can } from "../../state/select/permissions.ts";
import { t } from "../../text/t.ts";
import type { ServerDoors } from "./dialog.ts";

/** Returns what can be done with a server: only what this person may do. */
export function useServerItems(guildId: Snowflake | null, doors: ServerDoors): readonly MenuItem[] {
  const actions = useActions();
  const may = useStore((state) => {
    const guild = guildId === null ? undefined : state.guilds[guildId];
    if (!guild || guild.unavailable) return null;
    const owns = selfId(state) === guild.ownerId;
    return {
      owns,
      invite: can(state, guild.id, "CREATE_INSTANT_INVITE"),
      channels: can(state, guild.id, "MANAGE_CHANNELS"),
      guild: can(state, guild.id, "MANAGE_GUILD"),
    };
  });
  if (guildId === null || may === null) return [];

  const create = (what: "text" | "category") => doors.onCreateChannel(guildId, what);
  const groups: readonly (readonly (MenuItem | false)[])[] = [
    [{ label: t("servers.markRead"), icon: Check, onSelect: () => actions.readGuild(guildId) }],
    [
      may.invite && { label: t("servers.invite"), icon: UserPlus, onSelect: () => doors.onInvite(guildId) },
      may.channels && { label: t("servers.createChannel"), icon: Hash, onSelect: () => create("text") },
      may.channels && {
        label: t("servers.createCategory"),
        icon: FolderPlus,
        onSelect: () => create("category"),
      },
      may.guild && {
        label: t("servers.rename"),
        icon: Pencil,
        onSelect: () => doors.onDialog({ kind: "rename", guildId }),
      },
    ],
    [{ label: t("servers.copyId"), icon: Copy, onSelect: () => void copyText(guildId) }],
    [
      may.owns
        ? {
            label: t("servers.delete"),
            icon: Trash2,
            danger: true,
            onSelect: () => doors.onDialog({ kind: "delete", guildId }),
          }
        : {
            label: t("servers.leave"),
            icon: DoorOpen,
            danger: true,
            onSelect: () => doors.onDialog({ kind: "leave", guildId }),
          },
    ],
  ];
  return menuOf(groups);
}
