/**
 * The scroll of a list that grows at both ends. What is read stays where it is, to the pixel, whatever changes above it; who is at
 * the end stays at the end. The virtualizer anchors keys and measures; here stands what a chat needs beyond that.
 */

import {
  defaultRangeExtractor,
  measureElement,
  type Range,
  useVirtualizer,
  type VirtualItem,
  type Virtualizer,
} from "@tanstack/react-virtual";
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { estimate } from "./estimate.ts";
import { forgetGone } from "./forgetGone.ts";
import type { Row } from "./rows.ts";

export type ChatVirtualizer = Virtualizer<HTMLDivElement, HTMLLIElement>;

/** Nearer to the end than this is at the end, in px: less than the lowest row. */
export const END_PX = 24;
/** Rows beyond the edges: a page of the wheel is never blank. */
const OVERSCAN = 8;
/** As long as a list has not been shown: what nobody sees yet waits until they see the rest. */
const FIRST_OVERSCAN = 1;
/** Some frames: before that, a hand has not reached for the wheel. */
const OVERSCAN_AFTER_MS = 150;

export interface ChatListParts {
  readonly rows: readonly Row[];
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** Kept free above the first and below the last row, in px: what stands there comes and goes without moving anything. */
  readonly top: number;
  readonly bottom: number;
  readonly initialOffset: () => number;
  readonly initialMeasurementsCache: VirtualItem[];
  /** New rows are followed by who is at the end. */
  readonly follows: boolean;
  /** Rows that stay in the page wherever the reader is: the focused one, the edited one. */
  readonly keptKeys: readonly (string | null)[];
  readonly onMove: () => void;
}

export function useChatList(parts: ChatListParts) {
  const { rows, scroller, top, bottom, follows, keptKeys, onMove } = parts;
  const kept = keptKeys.filter((key) => key !== null).join(" ");
  const rangeExtractor = useCallback(
    (range: Range) => withKept(defaultRangeExtractor(range), rows, kept === "" ? [] : kept.split(" ")),
    [rows, kept],
  );
  const getItemKey = useCallback((index: number) => rows[index]?.key ?? index, [rows]);
  const [estimates] = useState(() => new Map<string | number | bigint, number>());
  const incoming = useRef(rows);
  incoming.current = rows;
  const end = useRef({ isAt: true, total: 0, follows, drawing: false });
  end.current.follows = follows;
  end.current.drawing = true;
  const [heads] = useState(() => new Heads(() => end.current.isAt && end.current.follows));
  heads.begin(rows);
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLLIElement>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => firstEstimate(estimates, rows[index]),
    getItemKey,
    rangeExtractor,
    overscan: useOverscan(),
    initialOffset: parts.initialOffset,
    initialMeasurementsCache: parts.initialMeasurementsCache,
    initialRect: { width: 0, height: window.innerHeight },
    paddingStart: top,
    paddingEnd: bottom,
    anchorTo: "end",
    scrollEndThreshold: END_PX,
    directDomUpdates: true,
    directDomUpdatesMode: "position",
    measureElement: heads.measure,
    onChange(list) {
      stayAtEnd(list, end.current);
      onMove();
    },
  });
  virtualizer.shouldAdjustScrollPositionOnItemSizeChange = heads.keepsWhatIsRead;
  useState(() => anchorWhatStays(virtualizer, incoming));
  useLayoutEffect(() => {
    end.current.drawing = false;
    stayAtEnd(virtualizer, end.current);
  });
  useLayoutEffect(() => {
    // As many may have gone at the beginning as came at the end: the whole is as high as before.
    if (rows.length > 0) stayAtEnd(virtualizer, end.current, true);
  }, [virtualizer, rows]);
  useEnd(virtualizer, scroller, end);
  useEffect(() => {
    forgetGone(rows, estimates);
    forgetGone(rows, virtualizer.itemSizeCache);
  }, [rows, estimates, virtualizer]);
  return virtualizer;
}

/** Grows when the first rows have been looked at. */
function useOverscan(): number {
  const [overscan, setOverscan] = useState(FIRST_OVERSCAN);
  useEffect(() => {
    const timer = setTimeout(() => setOverscan(OVERSCAN), OVERSCAN_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return overscan;
}

/**
 * A guess is made once: the virtualizer asks again whenever rows change, does not keep a guess that was right, and another guess
 * would move what is below.
 */
function firstEstimate(estimates: Map<string | number | bigint, number>, row: Row | undefined): number {
  if (!row) return 0;
  const known = estimates.get(row.key);
  if (known !== undefined) return known;
  const guess = estimate(row);
  estimates.set(row.key, guess);
  return guess;
}

/** The row at the edge may be the one that goes: then the next one that stays is the anchor. */
function anchorWhatStays(list: ChatVirtualizer, incoming: RefObject<readonly Row[]>): void {
  const atOffset = list.getVirtualItemForOffset;
  list.getVirtualItemForOffset = (offset) => {
    const item = atOffset(offset);
    const keys = list.options.getItemKey;
    if (!item || incoming.current.some(({ key }) => key === item.key)) return item;
    const staying = new Set<string | number | bigint>(incoming.current.map(({ key }) => key));
    for (let index = item.index + 1; index < list.options.count; index += 1) {
      if (staying.has(keys(index))) return list.measurementsCache[index] ?? item;
    }
    return item;
  };
}

interface Head {
  /** From the row's top to what was written, in px. */
  readonly px: number;
  readonly growth: number;
}

/** Knows what stands above the words of each row, and decides which way a row grows. */
class Heads {
  readonly #heads = new WeakMap<Element, Head>();
  readonly #isFollowing: () => boolean;
  #firstKey: string | undefined;
  /** The row that the list began with until older ones came before it. */
  #wasFirst: string | undefined;
  #older = 0;

  constructor(isFollowing: () => boolean) {
    this.#isFollowing = isFollowing;
  }

  /** Takes note of where the list begins. */
  begin(rows: readonly Row[]): void {
    const key = rows[0]?.key;
    if (key === this.#firstKey) return;
    this.#wasFirst = this.#firstKey;
    this.#firstKey = key;
    this.#older = Math.max(
      0,
      rows.findIndex((row) => row.key === this.#wasFirst),
    );
  }

  readonly measure = (
    element: HTMLLIElement,
    entry: ResizeObserverEntry | undefined,
    list: ChatVirtualizer,
  ): number => {
    // At the end all is measured at once, before the frame is painted: row by row, each would lay out the page anew.
    if (!entry && this.#isFollowing()) {
      const index = list.indexFromElement(element);
      return list.itemSizeCache.get(list.options.getItemKey(index)) ?? list.options.estimateSize(index);
    }
    const row = element.querySelector<HTMLElement>("[data-row]");
    const px = (row?.offsetTop ?? 0) + (row?.querySelector<HTMLElement>("[data-head]")?.offsetHeight ?? 0);
    this.#heads.set(element, { px, growth: px - (this.#heads.get(element)?.px ?? px) });
    return measureElement(element, entry, list);
  };

  /** Whether a row that grew pushes what is above it out of view (true), or what is below it (false). */
  readonly keepsWhatIsRead = (item: VirtualItem, delta: number, list: ChatVirtualizer): boolean => {
    const edge = list.scrollOffset ?? 0;
    const height = list.scrollRect?.height ?? 0;
    // Who scrolled to the very top looks on what was there before older rows came above it.
    if (!list.itemSizeCache.has(item.key)) return item.start < edge || item.index < this.#older;
    const element = list.elementsCache.get(item.key);
    const head = element && this.#heads.get(element);
    // A name, or a day, came above the words of the first row that is read: the words stay.
    if (head && head.growth !== 0 && Math.abs(head.growth - delta) <= 1) {
      // What it had above it because the list began there goes to where older rows have come.
      if (item.key === this.#wasFirst) return true;
      return item.start - edge < Math.min(head.px + Math.abs(delta), height / 2);
    }
    // Who reads a long row that fills most of the view reads that row, not what follows it.
    return item.start < edge && item.end - edge < height / 2;
  };
}

interface End {
  isAt: boolean;
  total: number;
  follows: boolean;
  /** Rows are being put into the page. */
  drawing: boolean;
}

/** Rows that were only guessed at when they were followed are as high as they are in the same frame. */
function stayAtEnd(list: ChatVirtualizer, end: End, always = false): void {
  const total = list.getTotalSize();
  if ((total === end.total && !always) || end.drawing) return;
  end.total = total;
  const element = list.scrollElement;
  if (!element || !end.isAt || !end.follows) return;
  if (distanceFromEnd(element) >= 1) element.scrollTop = element.scrollHeight;
  // So many came at once that the rows at the end are not drawn: the scroll is told of in the next frame, which is too late.
  if (list.getVirtualIndexes().at(-1) !== list.options.count - 1) element.dispatchEvent(new Event("scroll"));
}

/** Knows who is at the end. A window, or a phone's keyboard, that takes room takes it from above for them. */
function useEnd(
  list: ChatVirtualizer,
  scroller: RefObject<HTMLDivElement | null>,
  end: RefObject<End>,
): void {
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    let height = element.clientHeight;
    const note = () => {
      if (element.clientHeight === height) end.current.isAt = distanceFromEnd(element) <= END_PX;
    };
    const observer = new ResizeObserver(() => {
      if (element.clientHeight === height) return;
      height = element.clientHeight;
      if (end.current.isAt) list.scrollToEnd();
    });
    observer.observe(element);
    // Before the virtualizer draws for it.
    element.addEventListener("scroll", note, { passive: true, capture: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", note, { capture: true });
    };
  }, [list, scroller, end]);
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
