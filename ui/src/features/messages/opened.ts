import { compareSnowflakes, type Snowflake } from "../../net/snowflake.ts";
import type { State } from "../../state/model.ts";
import { cursorOf } from "../../state/select/reads.ts";
import { newestMessage } from "../../state/select/timelines.ts";
import type { Row } from "./rows.ts";

/** How a channel was when it was opened: what was new then stays marked for as long as it is open. */
export interface Opened {
  readonly readUpTo: Snowflake;
  readonly newest: Snowflake | null;
  readonly unread: boolean;
}

export function openedNow(state: State, channelId: Snowflake): Opened {
  const newest = newestMessage(state, channelId);
  const readUpTo = cursorOf(state, channelId);
  return { readUpTo, newest, unread: newest !== null && compareSnowflakes(newest, readUpTo) > 0 };
}

/** As if it was opened when `messageId` had not been read: the reader marks it unread. */
export function openedBefore(state: State, channelId: Snowflake, messageId: Snowflake): Opened {
  return {
    readUpTo: String(BigInt(messageId) - 1n),
    newest: newestMessage(state, channelId),
    unread: true,
  };
}

export interface News {
  readonly count: number;
  /** There are more than were loaded. */
  readonly more: boolean;
  /** The first of them is older than what was loaded. */
  readonly isAbove: boolean;
  readonly sinceMs: number;
}

/** Returns what of `rows` was new when the channel was opened. */
export function newsOf(
  rows: readonly Row[],
  { readUpTo, newest, unread }: Opened,
  selfId: Snowflake,
  hasOlder: boolean,
): News | null {
  if (!unread || newest === null) return null;
  const isAfter = (id: Snowflake, border: Snowflake) => compareSnowflakes(id, border) > 0;
  const fresh = rows.filter(
    ({ message, authorId }) =>
      message !== null &&
      authorId !== selfId &&
      isAfter(message.id, readUpTo) &&
      !isAfter(message.id, newest),
  );
  const [first] = fresh;
  if (!first) return null;
  const sent = rows.flatMap(({ message }) => message ?? []);
  const [oldest, youngest] = [sent[0], sent.at(-1)];
  const isAbove = hasOlder && oldest !== undefined && isAfter(oldest.id, readUpTo);
  const isBelow = youngest !== undefined && isAfter(newest, youngest.id);
  return { count: fresh.length, more: isAbove || isBelow, isAbove, sinceMs: first.atMs };
}
