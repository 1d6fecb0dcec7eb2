/** What follows from where the reader is: pages are loaded, what is seen is read, what comes below is counted. */

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useActions, useStore } from "../../engine/hooks.ts";
import { compareSnowflakes, type Snowflake } from "../../net/snowflake.ts";
import type { Timeline } from "../../state/model.ts";
import { seenEnd } from "../../state/select/timelines.ts";
import type { Row } from "./rows.ts";
import { type ChatVirtualizer, distanceFromEnd, END_PX } from "./useChatList.ts";

/** So many rows before the last one that is loaded, more is asked for. */
const ROWS_AHEAD = 25;
/** So far from the end a way back is offered, in px. */
const FAR_PX = 400;

export interface EndsParts {
  readonly channelId: Snowflake;
  readonly selfId: Snowflake;
  readonly rows: readonly Row[];
  readonly timeline: Timeline;
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** Nothing is read by being in view. */
  readonly isHeld: boolean;
}

export interface Ends {
  /** The end is out of sight, or was not loaded. */
  readonly isFar: boolean;
  /** How many came below since the reader left the end. */
  readonly below: number;
}

export function useEnds(list: ChatVirtualizer, parts: EndsParts): Ends & { onMove: () => void } {
  const { channelId, selfId, rows, timeline, scroller, isHeld } = parts;
  const actions = useActions();
  const [isAtEnd, setAtEnd] = useState(true);
  const [isFar, setFar] = useState(false);
  const seen = useRef<Snowflake | null>(null);
  const newest = newestOf(rows);
  seen.current ??= newest;

  const look = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const fromEnd = distanceFromEnd(element);
    setAtEnd(!timeline.hasNewer && fromEnd <= END_PX);
    setFar(timeline.hasNewer || fromEnd > FAR_PX);
    const range = list.range;
    if (!range || timeline.load) return;
    if (timeline.hasOlder && range.startIndex < ROWS_AHEAD && timeline.failed !== "older") {
      actions.loadOlder(channelId);
    } else if (
      timeline.hasNewer &&
      range.endIndex >= rows.length - ROWS_AHEAD &&
      timeline.failed !== "newer"
    ) {
      actions.loadNewer(channelId);
    }
  }, [list, scroller, actions, channelId, rows.length, timeline]);

  useEffect(look, [look]);
  useLayoutEffect(() => actions.pinned(channelId, isAtEnd), [actions, channelId, isAtEnd]);
  if (isAtEnd) seen.current = newest;
  const end = useStore((state) => seenEnd(state, channelId));
  useReading(channelId, isAtEnd && !isHeld ? end : null);

  const border = seen.current;
  const below = isAtEnd
    ? 0
    : rows.filter(
        ({ message, authorId }) =>
          message !== null &&
          authorId !== selfId &&
          border !== null &&
          compareSnowflakes(message.id, border) > 0,
      ).length;
  return { isFar: isFar || below > 0, below, onMove: look };
}

function newestOf(rows: readonly Row[]): Snowflake | null {
  for (let at = rows.length - 1; at >= 0; at -= 1) {
    const message = rows[at]?.message;
    if (message) return message.id;
  }
  return null;
}

/** What is in view to its end is read, while somebody looks. */
function useReading(channelId: Snowflake, newest: Snowflake | null): void {
  const actions = useActions();
  useEffect(() => {
    if (newest === null) return;
    const tell = () => {
      if (document.hasFocus() && document.visibilityState === "visible") actions.read(channelId, newest);
    };
    tell();
    window.addEventListener("focus", tell);
    document.addEventListener("visibilitychange", tell);
    return () => {
      window.removeEventListener("focus", tell);
      document.removeEventListener("visibilitychange", tell);
    };
  }, [actions, channelId, newest]);
}
