/**
 * The scroll of a list that grows at both ends. What is read stays where it is, to the pixel, whatever changes above it; who is at
 * the end stays at the end. The virtualizer anchors keys and measures; here stands what a chat needs beyond that.
 */

import {
  defaultRangeExtractor,
  type Range,
  useVirtualizer,
  type VirtualItem,
  type Virtualizer,
} from "@tanstack/react-virtual";
import { type RefObject, useCallback, useLayoutEffect, useRef } from "react";
import type { Row } from "./rows.ts";

export type ChatVirtualizer = Virtualizer<HTMLDivElement, HTMLLIElement>;

/** Nearer to the end than this is at the end, in px: less than the lowest row. */
export const END_PX = 24;
/** Rows beyond the edges: a page of the wheel is never blank. */
const OVERSCAN = 8;

export interface ChatListParts {
  readonly rows: readonly Row[];
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** Kept free above the first and below the last row, in px: what stands there comes and goes without moving anything. */
  readonly top: number;
  readonly bottom: number;
  /** New rows are followed by who is at the end. */
  readonly follows: boolean;
  /** Rows that stay in the page wherever the reader is: the focused one, the edited one. */
  readonly keptKeys: readonly (string | null)[];
  readonly initialOffset: () => number;
  readonly initialMeasurementsCache: VirtualItem[];
  readonly onMove: (list: ChatVirtualizer) => void;
}

export function useChatList(parts: ChatListParts) {
  const { rows, scroller, top, bottom, follows, keptKeys, onMove } = parts;
  const kept = keptKeys.filter((key) => key !== null).join(" ");
  const rangeExtractor = useCallback(
    (range: Range) => withKept(defaultRangeExtractor(range), rows, kept === "" ? [] : kept.split(" ")),
    [rows, kept],
  );
  const getItemKey = useCallback((index: number) => rows[index]?.key ?? index, [rows]);
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLLIElement>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => estimate(rows[index]),
    getItemKey,
    rangeExtractor,
    overscan: OVERSCAN,
    initialOffset: parts.initialOffset,
    initialMeasurementsCache: parts.initialMeasurementsCache,
    initialRect: { width: 0, height: window.innerHeight },
    paddingStart: top,
    paddingEnd: bottom,
    anchorTo: "end",
    followOnAppend: follows,
    scrollEndThreshold: END_PX,
    directDomUpdates: true,
    directDomUpdatesMode: "position",
    onChange: onMove,
  });
  virtualizer.shouldAdjustScrollPositionOnItemSizeChange = keepsWhatIsRead;
  useKeptEnd(virtualizer, scroller);
  return virtualizer;
}

/** Whether a row that grew pushes what is above it out of view (true), or what is below it (false). */
function keepsWhatIsRead(item: VirtualItem, _delta: number, list: ChatVirtualizer): boolean {
  const edge = list.scrollOffset ?? 0;
  if (item.start >= edge) return false;
  const isNew = !list.itemSizeCache.has(item.key);
  // Who reads a long row that fills most of the view reads that row, not what follows it.
  return isNew || item.end - edge < (list.scrollRect?.height ?? 0) / 2;
}

/** A window, or a phone's keyboard, that takes room takes it from above for who is at the end. */
function useKeptEnd(virtualizer: ChatVirtualizer, scroller: RefObject<HTMLDivElement | null>): void {
  const wasAtEnd = useRef(true);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    let height = element.clientHeight;
    const note = () => {
      if (element.clientHeight === height) wasAtEnd.current = distanceFromEnd(element) <= END_PX;
    };
    const observer = new ResizeObserver(() => {
      if (element.clientHeight === height) return;
      height = element.clientHeight;
      if (wasAtEnd.current) virtualizer.scrollToEnd();
    });
    observer.observe(element);
    element.addEventListener("scroll", note, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", note);
    };
  }, [virtualizer, scroller]);
}

export function distanceFromEnd(element: HTMLElement): number {
  return element.scrollHeight - element.clientHeight - element.scrollTop;
}

function withKept(indexes: number[], rows: readonly Row[], kept: readonly string[]): number[] {
  if (kept.length === 0) return indexes;
  const all = new Set(indexes);
  for (const key of kept) {
    const index = rows.findIndex((row) => row.key === key);
    if (index >= 0) all.add(index);
  }
  return all.size === indexes.length ? indexes : [...all].sort((a, b) => a - b);
}

const LINE_PX = 23;
const HEAD_PX = 40;
const DIVIDER_PX = 40;
const CHARACTERS_OF_LINE = 90;

/** A guess at a row that was never seen. */
export function estimate(row: Row | undefined): number {
  if (!row) return LINE_PX;
  const lines = row.shown.content
    .split("\n")
    .reduce((sum, line) => sum + Math.ceil(line.length / CHARACTERS_OF_LINE || 1), 0);
  const beside = (row.shown.reactions.length ? DIVIDER_PX : 0) + 120 * row.shown.embeds.length;
  return 4 + lines * LINE_PX + (row.starts ? HEAD_PX : 0) + (row.newDay ? DIVIDER_PX : 0) + beside;
}
