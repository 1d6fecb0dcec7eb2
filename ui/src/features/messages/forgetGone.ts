import { limits } from "../../limits.ts";
import type { Row } from "./rows.ts";

/** Rows that went may come back: heights of a few timelines are kept. */
export const HEIGHTS_MAX = 4 * limits.timelineMessages;

/** A channel that is open for days must not remember every row that it ever had. */
export function forgetGone(rows: readonly Row[], heights: Map<string | number | bigint, number>): void {
  if (heights.size <= HEIGHTS_MAX) return;
  const here = new Set<string | number | bigint>(rows.map(({ key }) => key));
  for (const key of heights.keys()) if (!here.has(key)) heights.delete(key);
}
