/** READY, and the events of guilds and their roles. */

import type { Snowflake } from "../../net/snowflake.ts";
import type { WireGuild, WireGuildCreate, WireReady, WireRole } from "../../net/wire.ts";
import type { Channel, Guild, State } from "../model.ts";
import { changedGuild } from "./changed-guild.ts";
import { channelsForgotten } from "./channels.ts";
import { draft, filtered, mapped, putEqual, without } from "./maps.ts";
import { membersOfGuild, presencesOfGuild } from "./members.ts";
import { mentionsForgotten, readsOfGuild, readsOfReady } from "./reads.ts";
import { missedAll, missedOfChannels } from "./timeline.ts";
import { usersForgotten } from "./users.ts";
import { toChannel, toGuildSettings, toRole, toUser } from "./wire.ts";

/** A new session: guilds that it does not name are left. Those named are believed as they were until their GUILD_CREATE comes. */
export function ready(state: State, ready: WireReady): State {
  const named = new Set(ready.guilds.map((guild) => guild.id));
  const left = Object.keys(state.guilds).filter((id) => !named.has(id));
  let next = left.reduce(guildForgotten, state);
  next = { ...next, self: { kind: "person", id: ready.user.id }, awaited: [...named] };
  next = { ...next, users: putEqual(next.users, ready.user.id, toUser(ready.user)), typing: {} };
  next = {
    ...next,
    guilds: mapped(next.guilds, (guild) => (guild.live ? { ...guild, live: false } : guild)),
  };
  return missedAll(readsOfReady(next, ready.read_state));
}

export function guildCreate(state: State, guild: WireGuildCreate): State {
  const created: Guild = {
    ...toGuildSettings(guild),
    memberCount: guild.member_count,
    large: guild.large,
    joinedAtMs: Date.parse(guild.joined_at),
    unavailable: false,
    live: true,
  };
  const channels = guild.channels.flatMap((channel) => toChannel(channel) ?? []);
  const there = new Set(channels.map((channel) => channel.id));
  const gone = channelIdsOf(state, guild.id).filter((id) => !there.has(id));
  let next = channelsForgotten(arrived(state, guild.id), gone);
  next = { ...next, guilds: putEqual(next.guilds, guild.id, created), channels: withAll(next, channels) };
  next = membersOfGuild(next, guild.id, guild.members);
  next = presencesOfGuild(next, guild.id, guild.presences);
  next = readsOfGuild(next, there, guild.unread_mentions);
  return missedOfChannels(next, there);
}

/** The guild is not waited for any more. */
function arrived(state: State, guildId: Snowflake): State {
  if (!state.awaited.includes(guildId)) return state;
  return { ...state, awaited: state.awaited.filter((id) => id !== guildId) };
}

function withAll(state: State, channels: readonly Channel[]): State["channels"] {
  const all = draft(state.channels);
  for (const channel of channels) all.putEqual(channel.id, channel);
  return all.done();
}

export function guildUpdate(state: State, guild: WireGuild): State {
  return changedGuild(state, guild.id, (known) => ({ ...known, ...toGuildSettings(guild) }));
}

/** A guild whose node is away stays, but what happens there is not heard. */
export function guildDelete(state: State, guildId: Snowflake, unavailable: boolean): State {
  const told = arrived(state, guildId);
  if (!unavailable) return guildForgotten(told, guildId);
  const channels = new Set(channelIdsOf(told, guildId));
  const next = changedGuild(told, guildId, (guild) => ({ ...guild, unavailable: true, live: false }));
  return missedOfChannels(mentionsForgotten(next, channels), channels);
}

export function rolePut(state: State, guildId: Snowflake, role: WireRole): State {
  return changedGuild(state, guildId, (guild) => ({
    ...guild,
    roles: putEqual(guild.roles, role.id, toRole(role)),
  }));
}

/** Members lose the role, channels its overwrites. */
export function roleDelete(state: State, guildId: Snowflake, roleId: Snowflake): State {
  const next = changedGuild(state, guildId, (guild) => ({ ...guild, roles: without(guild.roles, roleId) }));
  const channels = mapped(next.channels, (channel) => {
    const has = channel.guildId === guildId && channel.overwrites.some(({ id }) => id === roleId);
    return has ? { ...channel, overwrites: channel.overwrites.filter(({ id }) => id !== roleId) } : channel;
  });
  const members = mapped(next.members[guildId] ?? {}, (member) =>
    member.roleIds.includes(roleId)
      ? { ...member, roleIds: member.roleIds.filter((id) => id !== roleId) }
      : member,
  );
  const untouched = channels === next.channels && members === (next.members[guildId] ?? members);
  return untouched ? next : { ...next, channels, members: { ...next.members, [guildId]: members } };
}

function guildForgotten(state: State, guildId: Snowflake): State {
  if (state.guilds[guildId] === undefined) return state;
  const channels = channelIdsOf(state, guildId);
  const there = new Set(channels);
  const next = channelsForgotten(state, channels);
  return usersForgotten({
    ...next,
    guilds: without(next.guilds, guildId),
    members: without(next.members, guildId),
    presences: without(next.presences, guildId),
    reads: filtered(next.reads, (id) => !there.has(id)),
  });
}

function channelIdsOf(state: State, guildId: Snowflake): readonly Snowflake[] {
  return Object.values(state.channels).flatMap((channel) => (channel.guildId === guildId ? channel.id : []));
}
