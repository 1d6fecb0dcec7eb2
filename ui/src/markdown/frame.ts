import type { Node } from "./ast.ts";
import { NESTING_MAX } from "./bounds.ts";
import { code } from "./characters.ts";
import type { Source } from "./source.ts";

/** The marks that open and close a span. */
export type Mark = "*" | "_" | "**" | "__" | "~~" | "||";

/** A stretch of a source, and what may stand in it. */
export type Frame = {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
  readonly depth: number;
  /** Whether blocks may begin here: not within a heading or the label of a link. */
  readonly blocks: boolean;
  /** Whether this is within a quote: quotes do not nest. */
  readonly quoted: boolean;
  /** Whether this is the label of a link: links do not nest. */
  readonly linked: boolean;
  /** Before these positions a mark has no partner: a search that failed is not made again. */
  readonly hopeless: Record<Mark, number>;
  /** Reads another frame: rules know each other only through this. */
  readonly read: (frame: Frame) => Node[];
};

/** What a rule found: a node, or text, and where reading goes on. */
export type Found = { node: Node; end: number };

type Permits = Partial<Pick<Frame, "blocks" | "quoted" | "linked">>;

export function noneHopeless(): Record<Mark, number> {
  return { "*": -1, _: -1, "**": -1, __: -1, "~~": -1, "||": -1 };
}

export function mayNest(frame: Frame): boolean {
  return frame.depth < NESTING_MAX;
}

/** Reads a part of the frame's own string. */
export function readPart(frame: Frame, start: number, end: number, permits: Permits = {}): Node[] {
  const depth = frame.depth + 1;
  return frame.read({ ...frame, ...permits, start, end, depth, hopeless: { ...frame.hopeless } });
}

/** Reads a string that was made of the frame's: lines of a quote or a list without their marks. */
export function readLines(frame: Frame, source: Source, permits: Permits = {}): Node[] {
  const depth = frame.depth + 1;
  const end = source.text.length;
  return frame.read({ ...frame, ...permits, source, start: 0, end, depth, hopeless: noneHopeless() });
}

export function beginsLine(frame: Frame, at: number): boolean {
  return at === 0 || frame.source.at(at - 1) === code.newline;
}

/** Returns where the line ends in which `at` stands: at its newline, or where the frame ends. */
export function lineEnd(frame: Frame, at: number): number {
  let end = at;
  while (end < frame.end && frame.source.at(end) !== code.newline) end += 1;
  return end;
}
