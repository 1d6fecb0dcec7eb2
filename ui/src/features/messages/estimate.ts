import type { Row } from "./rows.ts";

const LINE_PX = 23;
const HEAD_PX = 40;
const DIVIDER_PX = 32;
const REACTIONS_PX = 36;
const EMBED_PX = 160;
const PADDING_PX = 4;
const CHARACTERS_OF_LINE = 90;

/** Returns a guess at the height of a row that was never seen, in px. */
export function estimate(row: Row): number {
  const { content, reactions, embeds } = row.shown;
  const lines = content
    .split("\n")
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / CHARACTERS_OF_LINE)), 0);
  return (
    PADDING_PX +
    lines * LINE_PX +
    (row.starts ? HEAD_PX : 0) +
    (row.newDay ? DIVIDER_PX : 0) +
    (row.firstNew ? DIVIDER_PX : 0) +
    (reactions.length > 0 ? REACTIONS_PX : 0) +
    embeds.length * EMBED_PX
  );
}
