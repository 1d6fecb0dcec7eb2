/** What was read, and which unread messages mention the person. Badges are counts of ids, so that hearing twice counts once. */

import { compareSnowflakes, firstSnowflakeAt, type Snowflake, snowflakeDate } from "../../net/snowflake.ts";
import type { WireMessage, WireReadState, WireUnreadMention } from "../../net/wire.ts";
import type { ById, Guild, ReadState, State, Told } from "../model.ts";
import { draft, equal, mapped, putEqual } from "./maps.ts";
import { mentions, ownRoleIds } from "./mentions.ts";
import { toMentions } from "./wire.ts";

const NOTHING_READ: ReadState = { lastReadId: null, told: null, mentionIds: [] };

/** Returns the newest id that counts as read: where nothing was, all from before the person joined. */
export function cursorOf(state: State, channelId: Snowflake): Snowflake {
  const lastReadId = state.reads[channelId]?.lastReadId;
  if (lastReadId) return lastReadId;
  const guild = state.guilds[state.channels[channelId]?.guildId ?? ""];
  return guild === undefined ? "0" : joinedId(guild);
}

const joinedIds = new WeakMap<Guild, Snowflake>();

/** It is asked for with every channel of the guild, whenever something changes. */
function joinedId(guild: Guild): Snowflake {
  const known = joinedIds.get(guild) ?? firstSnowflakeAt(new Date(guild.joinedAtMs));
  joinedIds.set(guild, known);
  return known;
}

/** READY tells all cursors. Mentions come with each GUILD_CREATE: those known may have been deleted meanwhile. */
export function readsOfReady(state: State, wires: readonly WireReadState[]): State {
  const reads: Record<Snowflake, ReadState> = {};
  for (const { id, last_message_id } of wires) {
    const told = { id: last_message_id, version: 0 };
    reads[id] = { lastReadId: last_message_id, told, mentionIds: [] };
  }
  return withReads(state, reads);
}

/** GUILD_CREATE tells the mentions of its channels; what an ack told before it stays. */
export function readsOfGuild(
  state: State,
  channels: ReadonlySet<Snowflake>,
  unread: readonly WireUnreadMention[],
): State {
  const byChannel = new Map<Snowflake, Snowflake[]>();
  for (const { channel_id, id } of unread) {
    if (!channels.has(channel_id)) continue;
    byChannel.set(channel_id, [...(byChannel.get(channel_id) ?? []), id]);
  }
  const reads = draft(state.reads);
  for (const [channelId, ids] of byChannel) {
    const known = reads.get(channelId) ?? NOTHING_READ;
    reads.putEqual(channelId, withMentions(known, ids, cursorOf(state, channelId)));
  }
  return withReads(state, reads.done());
}

/** New messages, in the order of hearing. An own one says that all before it was read. */
export function readsOfMessages(state: State, messages: readonly WireMessage[]): State {
  const me = state.self.kind === "person" ? state.self.id : null;
  const reads = draft(state.reads);
  for (const message of messages) {
    const known = reads.get(message.channel_id) ?? NOTHING_READ;
    const cursor = known.lastReadId ?? cursorOf(state, message.channel_id);
    if (compareSnowflakes(message.id, cursor) <= 0) continue;
    if (message.author.id === me) reads.put(message.channel_id, written(known, message.id));
    else if (mentions(toMentions(message), me, ownRoleIds(state, message.channel_id)))
      reads.putEqual(message.channel_id, withMentions(known, [message.id], cursor));
  }
  return withReads(state, reads.done());
}

export interface Ack {
  readonly channelId: Snowflake;
  readonly messageId: Snowflake;
  /** Those that are unread after it. */
  readonly mentionIds: readonly Snowflake[];
  readonly version?: number;
}

/**
 * The server says how far was read, on whichever device. It may lag behind what was read here, which stays; but an ack below what
 * the server held is meant so: marked unread.
 */
export function acked(state: State, { channelId, messageId, mentionIds, version }: Ack): State {
  const known = state.reads[channelId] ?? NOTHING_READ;
  const before = known.told;
  if (before !== null && version !== undefined && version < before.version) return state;
  const told = { id: messageId, version: version ?? before?.version ?? 0 };
  const isBack = before !== null && isAfter(before.id, messageId);
  const lastReadId = !isBack && isAfter(known.lastReadId, messageId) ? known.lastReadId : messageId;
  const read = withMentions({ ...known, lastReadId, told }, mentionIds, lastReadId ?? messageId);
  return withReads(state, putEqual(state.reads, channelId, read));
}

/** The person has read up to `messageId`, forwards only. */
export function read(state: State, channelId: Snowflake, messageId: Snowflake): State {
  if (compareSnowflakes(messageId, cursorOf(state, channelId)) <= 0) return state;
  const known = state.reads[channelId] ?? NOTHING_READ;
  return withReads(state, putEqual(state.reads, channelId, readUpTo(known, messageId)));
}

export function readsWithout(state: State, channelId: Snowflake, gone: readonly Snowflake[]): State {
  const known = state.reads[channelId];
  if (!known?.mentionIds.some((id) => gone.includes(id))) return state;
  const mentionIds = known.mentionIds.filter((id) => !gone.includes(id));
  return withReads(state, putEqual(state.reads, channelId, { ...known, mentionIds }));
}

/** Mentions of these channels are told anew when they can be seen again. */
export function mentionsForgotten(state: State, channels: ReadonlySet<Snowflake>): State {
  const reads = mapped(state.reads, (known, id) =>
    channels.has(id) && known.mentionIds.length > 0 ? { ...known, mentionIds: [] } : known,
  );
  return withReads(state, reads);
}

/** The person wrote this: the server, too, takes all before it for read. */
function written(known: ReadState, messageId: Snowflake): ReadState {
  const version = snowflakeDate(messageId).getTime() - snowflakeDate("0").getTime();
  const told: Told = known.told && known.told.version > version ? known.told : { id: messageId, version };
  return { ...readUpTo(known, messageId), told };
}

/** Null is older than all. */
function isAfter(a: Snowflake | null, b: Snowflake | null): boolean {
  return a !== null && (b === null || compareSnowflakes(a, b) > 0);
}

function readUpTo(known: ReadState, messageId: Snowflake): ReadState {
  return withMentions({ ...known, lastReadId: messageId }, [], messageId);
}

/** Adds mentions; those that were read go. */
function withMentions(known: ReadState, ids: readonly Snowflake[], cursor: Snowflake): ReadState {
  const unread = [...new Set([...known.mentionIds, ...ids])].filter(
    (id) => compareSnowflakes(id, cursor) > 0,
  );
  return { ...known, mentionIds: unread.sort(compareSnowflakes) };
}

function withReads(state: State, reads: ById<ReadState>): State {
  return equal(reads, state.reads) ? state : { ...state, reads };
}
