/** Everything that can change the state. `reduce` is the only place where it does. */

import type { Connection } from "../net/connection.ts";
import type { Dispatch } from "../net/dispatch.ts";
import type { Snowflake } from "../net/snowflake.ts";
import type { WireMessage } from "../net/wire.ts";
import type { LoadKind, Outgoing, Self } from "./model.ts";

export type { Dispatch };

export type Event = ConnectionEvent | Dispatch | TimelineEvent | OutgoingEvent | LocalEvent;

export type ConnectionEvent =
  | { readonly kind: "connection"; readonly connection: Connection }
  /** Everything is forgotten (logout, token refused, another account). */
  | { readonly kind: "self"; readonly self: Self };

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
