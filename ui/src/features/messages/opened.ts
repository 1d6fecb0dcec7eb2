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

export interface News {
  readonly count: number;
  /** There are more than were loaded. */
  readonly more: boolean;
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
  const oldest = rows[0]?.message;
  return {
    count: fresh.length,
    more: hasOlder && oldest != null && isAfter(oldest.id, readUpTo),
    sinceMs: first.atMs,
  };
}
