import { AtSign, Copy, User } from "lucide-react";
import { copyText } from "../../components/copyText.ts";
import type { MenuItem } from "../../components/menuItems.tsx";
import { useStore } from "../../engine/hooks.ts";
import type { Snowflake } from "../../net/snowflake.ts";
import { t } from "../../text/t.ts";

export interface MemberDoors {
  /** Null where the person may not write. */
  readonly onMention: ((userId: Snowflake) => void) | null;
}

/** Returns what can be done with a member. */
export function useMemberItems(
  guildId: Snowflake,
  userId: Snowflake | null,
  onMention: MemberDoors["onMention"],
): readonly MenuItem[] {
  const user = useStore((state) =>
    userId !== null && state.members[guildId]?.[userId] ? state.users[userId] : undefined,
  );
  if (!user) return [];
  const mention: MenuItem[] = onMention
    ? [{ label: t("members.mention"), icon: AtSign, onSelect: () => onMention(user.id) }, "separator"]
    : [];
  return [
    ...mention,
    { label: t("members.copyName"), icon: User, onSelect: () => void copyText(user.name) },
    { label: t("members.copyId"), icon: Copy, onSelect: () => void copyText(user.id) },
  ];
}
