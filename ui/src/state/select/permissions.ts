import type { Snowflake } from "../../net/snowflake.ts";
import type { Channel, Guild, State } from "../model.ts";
import {
  channelPermissions,
  guildPermissions,
  includes,
  NO_PERMISSIONS,
  type Permission,
} from "../permissions.ts";
import { selfId } from "./guilds.ts";

/** Returns what the person may do in a channel, or in a guild as a whole. */
export function permissionsIn(state: State, id: Snowflake): bigint {
  const me = selfId(state);
  const channel = state.channels[id];
  const guild = state.guilds[channel?.guildId ?? id];
  if (me === null || guild === undefined) return NO_PERMISSIONS;
  return permissionsOf(state, guild, channel, me);
}

/** May the person do this in a channel, or in a guild? */
export function can(state: State, id: Snowflake, permission: Permission): boolean {
  return includes(permissionsIn(state, id), permission);
}

export function permissionsOf(
  state: State,
  guild: Guild,
  channel: Channel | undefined,
  userId: Snowflake,
): bigint {
  const roleIds = state.members[guild.id]?.[userId]?.roleIds ?? [];
  return channel
    ? channelPermissions(guild, userId, roleIds, channel)
    : guildPermissions(guild, userId, roleIds);
}
