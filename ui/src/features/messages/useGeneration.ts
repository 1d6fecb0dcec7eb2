import { useRef } from "react";
import type { Row } from "./rows.ts";

/** Counts how often the rows were replaced by wholly other ones, as a jump does: then nothing of the old scroll has a meaning. */
export function useGeneration(rows: readonly Row[]): number {
  const last = useRef<{ rows: readonly Row[]; generation: number }>({ rows, generation: 0 });
  if (last.current.rows !== rows && rows.length > 0) {
    const { rows: before, generation } = last.current;
    const isOther = before.length > 0 && !overlaps(before, rows);
    last.current = { rows, generation: isOther ? generation + 1 : generation };
  }
  return last.current.generation;
}

function overlaps(before: readonly Row[], after: readonly Row[]): boolean {
  const keys = new Set(after.map(({ key }) => key));
  return before.some(({ key }) => keys.has(key));
}
