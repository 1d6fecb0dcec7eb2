/** What tests say of the wire, with the rest filled in. */

import type { Snowflake } from "../../net/snowflake.ts";
import type {
  WireChannel,
  WireGuildCreate,
  WireMember,
  WireMessage,
  WireReadState,
  WireReady,
  WireRole,
  WireUser,
} from "../../net/wire.ts";
import type { Event } from "../event.ts";
import { initialState } from "../initial.ts";
import type { Outgoing, State, Timeline } from "../model.ts";
import { reduceAll } from "../reduce.ts";

export const ME = "1";
export const YOU = "2";
export const GUILD = "100";
export const CHANNEL = "200";
export const JOINED_AT = "2026-01-01T00:00:00.000Z";
/** The first id of 2026: what tests write comes after it. */
const BASE = 1_456_234_869_555_200_000n;

/** Returns the id of the `n`th moment: each is a second after the former. */
export function id(n: number): Snowflake {
  return String(BASE + ((BigInt(n) * 1000n) << 22n));
}

export function ids(from: number, to: number): Snowflake[] {
  return Array.from({ length: to - from + 1 }, (_, n) => id(from + n));
}

export function user(of: Snowflake, more: Partial<WireUser> = {}): WireUser {
  return { id: of, username: `user${of}`, global_name: null, bot: false, ...more };
}

export function member(of: Snowflake, more: Partial<WireMember> = {}): WireMember {
  return { user: user(of), nick: null, roles: [], joined_at: JOINED_AT, ...more };
}

export function role(of: Snowflake, more: Partial<WireRole> = {}): WireRole {
  const none = { permissions: "0", position: 1, color: 0, hoist: false, mentionable: false };
  return { id: of, name: `role${of}`, ...none, ...more };
}

export function channel(of: Snowflake, more: Partial<WireChannel> = {}): WireChannel {
  return {
    id: of,
    type: 0,
    guild_id: GUILD,
    name: `channel${of}`,
    position: 0,
    parent_id: null,
    topic: null,
    last_message_id: null,
    permission_overwrites: [],
    ...more,
  };
}

export function guild(more: Partial<WireGuildCreate> = {}): WireGuildCreate {
  const everyone = role(more.id ?? GUILD, { permissions: String((1n << 10n) | (1n << 11n)), position: 0 });
  return {
    id: GUILD,
    name: "guild",
    owner_id: "9",
    roles: [everyone],
    joined_at: JOINED_AT,
    member_count: 2,
    large: false,
    channels: [channel(CHANNEL)],
    members: [member(ME), member(YOU)],
    presences: [],
    unread_mentions: [],
    ...more,
  };
}

export function message(n: number, more: Partial<WireMessage> = {}): WireMessage {
  return {
    id: id(n),
    channel_id: CHANNEL,
    type: 0,
    author: user(YOU),
    content: `message ${n}`,
    timestamp: JOINED_AT,
    edited_timestamp: null,
    mentions: [],
    mention_roles: [],
    mention_everyone: false,
    embeds: [],
    ...more,
  };
}

export function messages(from: number, to: number): WireMessage[] {
  return Array.from({ length: to - from + 1 }, (_, n) => message(from + n));
}

export function readyOf(guilds: Snowflake[] = [GUILD], readState: WireReadState[] = []): WireReady {
  return {
    user: user(ME),
    session_id: "session",
    guilds: guilds.map((of) => ({ id: of, unavailable: true })),
    read_state: readState,
  };
}

export const ARRIVED: readonly Event[] = [
  { kind: "ready", ready: readyOf() },
  { kind: "connection", connection: { kind: "open" } },
  { kind: "guild-create", guild: guild() },
];

/** The person is in one guild with one channel. */
export function arrived(...more: readonly Event[]): State {
  return reduceAll(initialState, [...ARRIVED, ...more]);
}

export function created(n: number, more: Partial<WireMessage> = {}): Event {
  return { kind: "message-create", message: message(n, more) };
}

export function begun(load: "newest" | "older" | "newer" | "around" | "catch-up"): Event {
  return { kind: "load-begun", channelId: CHANNEL, load };
}

export type PageEvent = Extract<Event, { kind: "page" }>;

export function page(
  load: PageEvent["load"],
  of: readonly WireMessage[],
  more: Partial<PageEvent> = {},
): Event {
  const range = { after: null, before: null, reachedOldest: false, reachedNewest: false };
  return { kind: "page", channelId: CHANNEL, load, messages: of, ...range, ...more };
}

/** The newest page, loaded. */
export function loaded(from: number, to: number, more: Partial<PageEvent> = {}): readonly Event[] {
  const reached = { reachedOldest: from === 1, reachedNewest: true };
  return [begun("newest"), page("newest", messages(from, to), { ...reached, ...more })];
}

export function timelineOf(state: State): Timeline {
  const timeline = state.timelines[CHANNEL];
  if (timeline === undefined) throw new Error("the channel has no timeline");
  return timeline;
}

export function shownIds(state: State): Snowflake[] {
  return timelineOf(state).messages.map((one) => one.id);
}

export function outgoing(nonce: string, more: Partial<Outgoing> = {}): Outgoing {
  return {
    nonce,
    channelId: CHANNEL,
    content: nonce,
    replyTo: null,
    mentionAuthor: false,
    composedAtMs: Date.parse(JOINED_AT) + 1_000_000,
    status: { kind: "sending" },
    ...more,
  };
}
