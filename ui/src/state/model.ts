/** What the client knows: one normalised, immutable value. Ids point from one part to another; nothing is kept twice. */

import type { Connection } from "../net/connection.ts";
import type { Snowflake } from "../net/snowflake.ts";
import type { WireEmbed, WireStatus } from "../net/wire.ts";

export interface State {
  readonly self: Self;
  readonly connection: Connection;
  readonly users: ById<User>;
  readonly guilds: ById<Guild>;
  /** Guilds that READY named and that are still to be told: until then "no guild" may not be said. */
  readonly awaited: readonly Snowflake[];
  readonly channels: ById<Channel>;
  /** Of each guild, by user. All of them, or of a large guild those that were asked for. */
  readonly members: ById<ById<Member>>;
  /** By guild and user; absent means offline. */
  readonly presences: ById<ById<Presence>>;
  readonly reads: ById<ReadState>;
  readonly timelines: ById<Timeline>;
  /** Of each channel, oldest first: own messages that were not acked yet. */
  readonly outgoing: ById<readonly Outgoing[]>;
  /** By channel and user. */
  readonly typing: ById<ById<Typing>>;
}

export type ById<T> = Readonly<Record<Snowflake, T>>;

/** Who uses this client. */
export type Self =
  /** No token: the pages of arriving. */
  | { readonly kind: "stranger"; readonly reason?: "session-ended" }
  /** A token, and no READY yet: the skeleton. */
  | { readonly kind: "arriving" }
  | { readonly kind: "person"; readonly id: Snowflake };

export interface User {
  readonly id: Snowflake;
  readonly name: string;
  readonly globalName: string | null;
  readonly bot: boolean;
}

export interface Guild {
  readonly id: Snowflake;
  readonly name: string;
  readonly ownerId: Snowflake;
  readonly memberCount: number;
  /** Its members are told only on demand. */
  readonly large: boolean;
  readonly joinedAtMs: number;
  readonly roles: ById<Role>;
  /** Its node is away: shown, not usable. */
  readonly unavailable: boolean;
  /** Its GUILD_CREATE came after the last READY: from then on all its events are heard. */
  readonly live: boolean;
}

export interface Role {
  readonly id: Snowflake;
  readonly name: string;
  readonly permissions: bigint;
  readonly position: number;
  /** 0xRRGGBB; 0 means none. */
  readonly color: number;
  readonly hoist: boolean;
  readonly mentionable: boolean;
}

export interface Overwrite {
  readonly id: Snowflake;
  readonly target: "role" | "member";
  readonly allow: bigint;
  readonly deny: bigint;
}

export interface Channel {
  readonly id: Snowflake;
  readonly guildId: Snowflake;
  readonly kind: "text" | "category";
  readonly name: string;
  readonly topic: string | null;
  readonly position: number;
  readonly parentId: Snowflake | null;
  readonly lastMessageId: Snowflake | null;
  readonly overwrites: readonly Overwrite[];
}

export interface Member {
  readonly userId: Snowflake;
  readonly nick: string | null;
  readonly roleIds: readonly Snowflake[];
  readonly joinedAtMs: number;
}

export interface Presence {
  readonly status: WireStatus;
}

export interface ReadState {
  /** The newest message that was read, maybe before the server knows; null: none, ever (then: since joining). */
  readonly lastReadId: Snowflake | null;
  /** What the server holds; null: nothing, or it has not said so. Only below this is an older ack a step back. */
  readonly told: Told | null;
  /** Unread messages that mention the person, by id, ascending. Their number is the badge. */
  readonly mentionIds: readonly Snowflake[];
}

/** A read mark of the server: of two, the one with the greater version stands, in whatever order they are heard. */
export interface Told {
  readonly id: Snowflake;
  /** Milliseconds since 2015. */
  readonly version: number;
}

export interface Message {
  readonly id: Snowflake;
  readonly channelId: Snowflake;
  readonly kind: "plain" | "reply" | "joined" | "other";
  readonly authorId: Snowflake;
  readonly content: string;
  readonly editedAtMs: number | null;
  readonly mentionIds: readonly Snowflake[];
  readonly mentionRoleIds: readonly Snowflake[];
  readonly mentionsEveryone: boolean;
  readonly embeds: readonly WireEmbed[];
  readonly reactions: readonly Reaction[];
  /** Set on own messages that this tab sent; the row keeps it as its key when the message is acked. */
  readonly nonce: string | null;
  readonly replyTo: ReplyTarget | null;
}

/** What a reply answers; a message that is gone has no content. */
export interface ReplyTarget {
  readonly messageId: Snowflake;
  readonly authorId: Snowflake | null;
  readonly content: string | null;
}

export interface Reaction {
  /** The Unicode emoji itself. */
  readonly emoji: string;
  readonly count: number;
  readonly me: boolean;
}

/**
 * A gapless stretch of a channel's history, ascending by id, at most `limits.timelineMessages` long.
 * `hasNewer` says that it ends before the present: then new messages are not appended.
 */
export interface Timeline {
  readonly messages: readonly Message[];
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
  /** The reader is at the end: old messages make room for new ones, never the other way round. */
  readonly pinned: boolean;
  /** All that happened to it since it was loaded was heard. If not (READY, a server away), it must catch up before it grows. */
  readonly live: boolean;
  readonly load: Load | null;
  /** The load that failed and may be repeated. */
  readonly failed: LoadKind | null;
  /** Messages to be fetched again: an event changed them while the page that brought them was on its way. */
  readonly refetch: readonly Snowflake[];
}

export type LoadKind = "newest" | "older" | "newer" | "around" | "catch-up";

/** A page that is being fetched. What events say of it meanwhile is remembered: the page may be older than they are. */
export interface Load {
  readonly kind: LoadKind;
  /** Since it began, all of the channel was heard: what follows its page needs no further page. */
  readonly live: boolean;
  /** New messages since it began, ascending; null: too many to remember. */
  readonly heard: readonly Message[] | null;
  readonly deletedIds: readonly Snowflake[];
  /** Edited or reacted to: to be fetched again after the page, if they are on it and were not known. */
  readonly touchedIds: readonly Snowflake[];
}

/** An own message on its way. */
export interface Outgoing {
  readonly nonce: string;
  readonly channelId: Snowflake;
  readonly content: string;
  readonly replyTo: ReplyTarget | null;
  /** Whether the author of what is answered is pinged. */
  readonly mentionAuthor: boolean;
  readonly composedAtMs: number;
  readonly status:
    | { readonly kind: "queued" }
    | { readonly kind: "sending" }
    /** Refused, or given up: shown red, with Retry and Delete. */
    | { readonly kind: "failed"; readonly reason: string };
  /** The message that it became, as the gateway or the ack told. Kept by the reducer. */
  readonly messageId?: Snowflake;
  /** Acked while its timeline had yet to catch up: its row stays until the timeline has the message. Kept by the reducer. */
  readonly acked?: true;
}

export interface Typing {
  readonly untilMs: number;
}
