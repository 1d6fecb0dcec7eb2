/** Where a list begins, where it goes when asked, and where it was when it is left. */

import type { VirtualItem } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { type Place, view } from "../../engine/view.ts";
import { compareSnowflakes, type Snowflake } from "../../net/snowflake.ts";
import { estimate } from "./estimate.ts";
import type { Row } from "./rows.ts";
import { type ChatVirtualizer, distanceFromEnd, END_PX } from "./useChatList.ts";
import type { Target } from "./useTarget.ts";

/** So long a row that was jumped to is lit up. */
const HIGHLIGHT_MS = 2_400;
/** So much stays in view above the first new message, in px. */
const ABOVE_NEW_PX = 64;

type Start =
  | { readonly kind: "end" }
  /** `offset`: from the row's top to the view's, in px. */
  | { readonly kind: "row"; readonly index: number; readonly offset: number }
  | { readonly kind: "middle"; readonly index: number };

export interface Beginning {
  readonly start: Start;
  readonly initialOffset: () => number;
  readonly initialMeasurementsCache: VirtualItem[];
}

/** Decides once where a list begins: where it was asked to, where the reader was, at what is new, or at the end. */
export function useBeginning(
  channelId: Snowflake,
  rows: readonly Row[],
  target: Target | null,
  top: number,
): Beginning {
  const [beginning] = useState((): Beginning => {
    const kept = view.placeOf(channelId);
    const heights = new Map(kept?.heights);
    const start = startOf(rows, target, kept);
    return {
      start,
      // A guess, so that the first rows drawn are the right ones; `useSettling` measures.
      initialOffset() {
        const above = rows.slice(0, start.kind === "end" ? rows.length : start.index);
        const px = above.reduce((sum, row) => sum + (heights.get(row.key) ?? estimate(row)), top);
        return Math.max(0, start.kind === "row" ? px + start.offset : px);
      },
      initialMeasurementsCache: [...heights].map(([key, size]) => {
        return { key, size, index: 0, start: 0, end: 0, lane: 0 };
      }),
    };
  });
  return beginning;
}

function startOf(rows: readonly Row[], target: Target | null, kept: Place | null): Start {
  const wanted = target && target.kind !== "end" ? indexOf(rows, target) : -1;
  if (wanted >= 0) return { kind: "middle", index: wanted };
  if (target?.kind === "end") return { kind: "end" };
  const before = kept?.key ? rows.findIndex(({ key }) => key === kept.key) : -1;
  if (kept && before >= 0) return { kind: "row", index: before, offset: kept.offset };
  const firstNew = rows.findIndex((row) => row.firstNew);
  return firstNew < 0 ? { kind: "end" } : { kind: "row", index: firstNew, offset: -ABOVE_NEW_PX };
}

export interface Settling {
  readonly list: ChatVirtualizer;
  readonly channelId: Snowflake;
  readonly rows: readonly Row[];
  readonly target: Target | null;
  readonly start: Start;
  readonly hasNewer: boolean;
}

/** Goes where the list begins and to what is asked for later. Returns the key of the row that is lit up. */
export function useSettling({ list, channelId, rows, target, start, hasNewer }: Settling): string | null {
  const rowsNow = useRef(rows);
  const done = useRef<Target | null>(null);
  const [lit, setLit] = useState<string | null>(null);
  useLayoutEffect(() => {
    begin(list, start);
    return () => view.keepPlace(channelId, placeIn(list, rowsNow.current));
  }, [list, start, channelId]);
  useLayoutEffect(() => {
    rowsNow.current = rows;
    if (target === null || target === done.current) return;
    if (target.kind === "end") {
      if (hasNewer) return;
      // Who is there already has been followed to it.
      if (list.scrollElement && distanceFromEnd(list.scrollElement) >= 1) list.scrollToEnd();
    } else {
      const index = indexOf(rows, target);
      if (index < 0) return;
      list.scrollToIndex(index, { align: "center" });
      setLit(rows[index]?.key ?? null);
    }
    done.current = target;
  }, [list, rows, target, hasNewer]);
  useEffect(() => {
    if (lit === null) return;
    const timer = setTimeout(() => setLit(null), HIGHLIGHT_MS);
    return () => clearTimeout(timer);
  }, [lit]);
  return lit;
}

function begin(list: ChatVirtualizer, start: Start): void {
  if (start.kind === "end") list.scrollToEnd();
  else if (start.kind === "middle") list.scrollToIndex(start.index, { align: "center" });
  else {
    // Not the offset that the list could be scrolled to: what is new is often too near to the end to be at the top.
    const top = list.measurementsCache[start.index]?.start ?? 0;
    list.scrollToOffset(Math.max(0, top + start.offset));
  }
}

/** Where the reader is, and how high the rows are that were measured: they are so when the channel is opened again. */
function placeIn(list: ChatVirtualizer, rows: readonly Row[]): Place {
  const offset = list.scrollOffset ?? 0;
  const first = list.getVirtualItemForOffset(offset);
  // The list is being taken apart: its element cannot be asked any more.
  const fromEnd = list.getTotalSize() - offset - (list.scrollRect?.height ?? 0);
  const heights = rows.flatMap(({ key }): [string, number][] => {
    const height = list.itemSizeCache.get(key);
    return height === undefined ? [] : [[key, height]];
  });
  // Who is at the end wants to be there again.
  if (!first || fromEnd <= END_PX) return { key: null, offset: 0, heights };
  return { key: String(first.key), offset: offset - first.start, heights };
}

function indexOf(rows: readonly Row[], target: Target): number {
  if (target.kind === "end") return -1;
  const { kind, messageId } = target;
  return rows.findIndex(({ message }) => {
    if (message === null) return false;
    return kind === "message" ? message.id === messageId : compareSnowflakes(message.id, messageId) > 0;
  });
}
