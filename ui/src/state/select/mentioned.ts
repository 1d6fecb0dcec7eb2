import type { Snowflake } from "../../net/snowflake.ts";
import type { Message, State } from "../model.ts";
import { selfId } from "./guilds.ts";

const NO_ROLES: readonly Snowflake[] = [];

/** Does the message of somebody else mention the person: by name, by one of their roles, or as one of all? */
export function mentions(message: Message, me: Snowflake | null, roleIds: readonly Snowflake[]): boolean {
  if (me === null || message.authorId === me) return false;
  return (
    message.mentionsEveryone ||
    message.mentionIds.includes(me) ||
    message.mentionRoleIds.some((id) => roleIds.includes(id))
  );
}

/** Returns the person's roles in the guild of a channel. */
export function ownRoleIds(state: State, channelId: Snowflake): readonly Snowflake[] {
  const me = selfId(state);
  const guildId = state.channels[channelId]?.guildId;
  if (me === null || guildId === undefined) return NO_ROLES;
  return state.members[guildId]?.[me]?.roleIds ?? NO_ROLES;
}
