/** Everything that can change the state. `reduce` is the only place where it does. */

import type { Snowflake } from "../net/snowflake.ts";
import type {
  WireChannel,
  WireGuild,
  WireGuildCreate,
  WireMember,
  WireMessage,
  WirePresence,
  WireReady,
  WireRole,
  WireUser,
} from "../net/wire.ts";
import type { Connection, LoadKind, Outgoing, Self } from "./model.ts";

export type Event = ConnectionEvent | Dispatch | TimelineEvent | OutgoingEvent | LocalEvent;

export type ConnectionEvent =
  | { readonly kind: "connection"; readonly connection: Connection }
  /** Everything is forgotten (logout, token refused, another account). */
  | { readonly kind: "self"; readonly self: Self };

/** What the gateway tells (Discord docs, Receive Events), checked and camel-cased in name only. */
export type Dispatch =
  | { readonly kind: "ready"; readonly ready: WireReady }
  | { readonly kind: "resumed" }
  | { readonly kind: "user-update"; readonly user: WireUser }
  | { readonly kind: "guild-create"; readonly guild: WireGuildCreate }
  | { readonly kind: "guild-update"; readonly guild: WireGuild }
  | { readonly kind: "guild-delete"; readonly guildId: Snowflake; readonly unavailable: boolean }
  | { readonly kind: "role-put"; readonly guildId: Snowflake; readonly role: WireRole }
  | { readonly kind: "role-delete"; readonly guildId: Snowflake; readonly roleId: Snowflake }
  /** Created or changed: it may also have become visible. */
  | { readonly kind: "channel-put"; readonly channel: WireChannel; readonly created: boolean }
  | { readonly kind: "channel-delete"; readonly channelId: Snowflake; readonly guildId: Snowflake }
  | { readonly kind: "member-add"; readonly guildId: Snowflake; readonly member: WireMember }
  | { readonly kind: "member-update"; readonly guildId: Snowflake; readonly member: WireMember }
  | { readonly kind: "member-remove"; readonly guildId: Snowflake; readonly userId: Snowflake }
  | {
      readonly kind: "members-chunk";
      readonly guildId: Snowflake;
      readonly members: readonly WireMember[];
      readonly presences: readonly WirePresence[];
      readonly nonce: string | null;
      readonly last: boolean;
    }
  | { readonly kind: "presence"; readonly guildId: Snowflake; readonly presence: WirePresence }
  | {
      readonly kind: "typing";
      readonly channelId: Snowflake;
      readonly guildId: Snowflake | null;
      readonly userId: Snowflake;
      readonly member: WireMember | null;
      readonly atMs: number;
    }
  | { readonly kind: "message-create"; readonly message: WireMessage }
  | { readonly kind: "message-update"; readonly message: WireMessage }
  | {
      readonly kind: "message-delete";
      readonly channelId: Snowflake;
      readonly messageIds: readonly Snowflake[];
    }
  | {
      readonly kind: "reaction-add" | "reaction-remove";
      readonly channelId: Snowflake;
      readonly messageId: Snowflake;
      readonly userId: Snowflake;
      readonly emoji: string;
    }
  /** All of a message, or all of one emoji. */
  | {
      readonly kind: "reactions-clear";
      readonly channelId: Snowflake;
      readonly messageId: Snowflake;
      readonly emoji: string | null;
    }
  | {
      readonly kind: "ack";
      readonly channelId: Snowflake;
      readonly messageId: Snowflake;
      readonly mentionIds: readonly Snowflake[];
    };

/** Pages of history. */
export type TimelineEvent =
  | { readonly kind: "load-begun"; readonly channelId: Snowflake; readonly load: LoadKind }
  | { readonly kind: "load-failed"; readonly channelId: Snowflake; readonly load: LoadKind }
  /**
   * A page came (ascending). It covers a range of ids: `(after, before)`, null meaning without end on that side. It *replaces* what the
   * timeline held in that range, but for what was heard since the load began. `reachedOldest`: nothing lies before it. What the
   * timeline held outside the range stays where it joins the page. Ignored unless `load` is what the timeline waits for.
   */
  | {
      readonly kind: "page";
      readonly channelId: Snowflake;
      readonly load: LoadKind;
      readonly messages: readonly WireMessage[];
      readonly after: Snowflake | null;
      readonly before: Snowflake | null;
      readonly reachedOldest: boolean;
      readonly reachedNewest: boolean;
    }
  /** A message of `Timeline.refetch` as history has it now. */
  | { readonly kind: "message-fetched"; readonly message: WireMessage }
  /** The reader is at the end of the list, or left it. */
  | { readonly kind: "pinned"; readonly channelId: Snowflake; readonly pinned: boolean }
  /** Timelines that nobody looked at for long make room (`limits.timelines`). */
  | { readonly kind: "timelines-dropped"; readonly channelIds: readonly Snowflake[] };

export type OutgoingEvent =
  | { readonly kind: "outgoing-put"; readonly outgoing: Outgoing }
  /** Acked: `message` is durable. It takes the place of the outgoing one. */
  | { readonly kind: "outgoing-acked"; readonly nonce: string; readonly message: WireMessage }
  | { readonly kind: "outgoing-discarded"; readonly channelId: Snowflake; readonly nonce: string };

export type LocalEvent =
  /** The person's own ack, before the server has told it: what is read disappears at once. */
  | { readonly kind: "read"; readonly channelId: Snowflake; readonly messageId: Snowflake }
  /** Own reaction before it is told; taken back by the opposite one when refused. The dispatch that follows changes nothing. */
  | {
      readonly kind: "own-reaction";
      readonly channelId: Snowflake;
      readonly messageId: Snowflake;
      readonly emoji: string;
      readonly on: boolean;
    }
  /** Time passed: typing that is over goes. */
  | { readonly kind: "tick"; readonly nowMs: number };
