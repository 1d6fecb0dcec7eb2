/** Where a word stands beside what it is about. */

import type { Side } from "./float.ts";

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Rect extends Size {
  readonly x: number;
  readonly y: number;
}

/** Between the two. */
const GAP_PX = 6;
/** From the edges of the window. */
const MARGIN_PX = 8;
const OPPOSITE: Readonly<Record<Side, Side>> = { top: "bottom", bottom: "top", left: "right", right: "left" };

/** Returns the upper left corner of `tip` beside `anchor`: on the other side where there is no room, and never out of the window. */
export function placedBeside(anchor: Rect, tip: Size, side: Side, window: Size): { x: number; y: number } {
  const wished = beside(anchor, tip, side);
  const other = beside(anchor, tip, OPPOSITE[side]);
  const chosen =
    !fits(wished, tip, side, window) && fits(other, tip, OPPOSITE[side], window) ? other : wished;
  return {
    x: within(chosen.x, window.width - tip.width),
    y: within(chosen.y, window.height - tip.height),
  };
}

function beside({ x, y, width, height }: Rect, tip: Size, side: Side): { x: number; y: number } {
  const middle = { x: x + (width - tip.width) / 2, y: y + (height - tip.height) / 2 };
  switch (side) {
    case "top":
      return { x: middle.x, y: y - tip.height - GAP_PX };
    case "bottom":
      return { x: middle.x, y: y + height + GAP_PX };
    case "left":
      return { x: x - tip.width - GAP_PX, y: middle.y };
    case "right":
      return { x: x + width + GAP_PX, y: middle.y };
  }
}

function fits({ x, y }: { x: number; y: number }, tip: Size, side: Side, window: Size): boolean {
  return side === "top" || side === "bottom"
    ? y >= MARGIN_PX && y + tip.height <= window.height - MARGIN_PX
    : x >= MARGIN_PX && x + tip.width <= window.width - MARGIN_PX;
}

const within = (value: number, most: number) =>
  Math.round(Math.max(MARGIN_PX, Math.min(value, most - MARGIN_PX)));
