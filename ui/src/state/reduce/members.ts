/** Members and their presences. */

import type { Snowflake } from "../../net/snowflake.ts";
import type { WireMember, WireMessage, WirePresence } from "../../net/wire.ts";
import type { ById, Member, Presence, State } from "../model.ts";
import { changedGuild } from "./changed-guild.ts";
import { draft, equal, putEqual, without } from "./maps.ts";
import { withUsers } from "./users.ts";
import { toMember, toMemberOf, toUser } from "./wire.ts";

export function memberAdd(state: State, guildId: Snowflake, member: WireMember): State {
  const counted = changedGuild(state, guildId, (guild) => ({ ...guild, memberCount: guild.memberCount + 1 }));
  return membersPut(counted, guildId, [member]);
}

export function memberRemove(state: State, guildId: Snowflake, userId: Snowflake): State {
  const next = changedGuild(state, guildId, (guild) => ({
    ...guild,
    memberCount: Math.max(0, guild.memberCount - 1),
  }));
  const members = without(next.members[guildId] ?? {}, userId);
  const presences = without(next.presences[guildId] ?? {}, userId);
  return withPresences(withMembers(next, guildId, members), guildId, presences);
}

/** Puts members beside those that are known; of a guild that is not known, nothing. */
export function membersPut(state: State, guildId: Snowflake, wires: readonly WireMember[]): State {
  if (state.guilds[guildId] === undefined) return state;
  const users = draft(state.users);
  const members = draft(state.members[guildId] ?? {});
  for (const wire of wires) {
    users.putEqual(wire.user.id, toUser(wire.user));
    members.putEqual(wire.user.id, toMember(wire));
  }
  return withMembers(withUsers(state, users.done()), guildId, members.done());
}

/** Who is on the page and not among `presences` is offline. */
export function membersChunk(
  state: State,
  guildId: Snowflake,
  members: readonly WireMember[],
  presences: readonly WirePresence[],
): State {
  const next = membersPut(state, guildId, members);
  if (next.guilds[guildId] === undefined) return state;
  const all = draft(next.presences[guildId] ?? {});
  const online = new Set(presences.map(({ user }) => user.id));
  for (const { user } of members) if (!online.has(user.id)) all.remove(user.id);
  for (const presence of presences)
    if (isHere(presence)) all.putEqual(presence.user.id, toPresence(presence));
  return withPresences(next, guildId, all.done());
}

export function presenceChanged(state: State, guildId: Snowflake, presence: WirePresence): State {
  if (state.guilds[guildId] === undefined) return state;
  const known = state.presences[guildId] ?? {};
  const changed = isHere(presence)
    ? putEqual(known, presence.user.id, toPresence(presence))
    : without(known, presence.user.id);
  return withPresences(state, guildId, changed);
}

/** Authors of live messages are members: of a large guild this may be the first that is heard of them. */
export function membersOfMessages(state: State, messages: readonly WireMessage[]): State {
  let next = state;
  for (const { author, member, channel_id } of messages) {
    const guildId = state.channels[channel_id]?.guildId;
    if (guildId === undefined || member === undefined) continue;
    const known = next.members[guildId] ?? {};
    next = withMembers(next, guildId, putEqual(known, author.id, toMemberOf(author.id, member)));
  }
  return next;
}

/** GUILD_CREATE: these replace all that were known. */
export function membersOfGuild(state: State, guildId: Snowflake, wires: readonly WireMember[]): State {
  const known = state.members[guildId] ?? {};
  const users = draft(state.users);
  const members: Record<Snowflake, Member> = {};
  for (const wire of wires) {
    const member = toMember(wire);
    const before = known[member.userId];
    members[member.userId] = before !== undefined && equal(before, member) ? before : member;
    users.putEqual(wire.user.id, toUser(wire.user));
  }
  return withMembers(withUsers(state, users.done()), guildId, members);
}

export function presencesOfGuild(
  state: State,
  guildId: Snowflake,
  presences: readonly WirePresence[],
): State {
  const here = presences.filter(isHere).map((presence) => [presence.user.id, toPresence(presence)] as const);
  return withPresences(state, guildId, Object.fromEntries(here));
}

function isHere(presence: WirePresence): boolean {
  return presence.status !== "offline";
}

function toPresence({ status }: WirePresence): Presence {
  return { status };
}

function withMembers(state: State, guildId: Snowflake, members: ById<Member>): State {
  const known = state.members[guildId];
  if (known === members || (known === undefined && state.guilds[guildId] === undefined)) return state;
  return { ...state, members: { ...state.members, [guildId]: members } };
}

function withPresences(state: State, guildId: Snowflake, presences: ById<Presence>): State {
  const known = state.presences[guildId];
  if (known === presences || (known === undefined && state.guilds[guildId] === undefined)) return state;
  return { ...state, presences: { ...state.presences, [guildId]: presences } };
}
