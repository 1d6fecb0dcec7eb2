import type { Snowflake } from "../../net/snowflake.ts";
import type { Message, State } from "../model.ts";

const NO_ROLES: readonly Snowflake[] = [];

/** Whom a message mentions, and who does so. */
export type Mentions = Pick<Message, "authorId" | "mentionIds" | "mentionRoleIds" | "mentionsEveryone">;

/** Does the message of somebody else mention the person: by name, by one of their roles, or as one of all? */
export function mentions(message: Mentions, me: Snowflake | null, roleIds: readonly Snowflake[]): boolean {
  if (me === null || message.authorId === me) return false;
  return (
    message.mentionsEveryone ||
    message.mentionIds.includes(me) ||
    message.mentionRoleIds.some((id) => roleIds.includes(id))
  );
}

/** Returns the person's roles in the guild of a channel. */
export function ownRoleIds({ self, channels, members }: State, channelId: Snowflake): readonly Snowflake[] {
  const guildId = channels[channelId]?.guildId;
  if (self.kind !== "person" || guildId === undefined) return NO_ROLES;
  return members[guildId]?.[self.id]?.roleIds ?? NO_ROLES;
}
