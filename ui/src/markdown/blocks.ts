import type { HeadingLevel, Node } from "./ast.ts";
import { code } from "./characters.ts";
import { type Found, type Frame, lineEnd, mayNest, readLines, readPart } from "./frame.ts";
import { listAt } from "./lists.ts";
import { Source } from "./source.ts";

/** Finds a block that begins with the line at `at`. */
export function blockAt(frame: Frame, at: number): Found | undefined {
  if (!frame.blocks || !mayNest(frame)) return undefined;
  switch (frame.source.at(at)) {
    case code.hash:
      return headingAt(frame, at);
    case code.minus:
      return subtextAt(frame, at) ?? listAt(frame, at);
    case code.space:
    case code.greater:
      return quoteAt(frame, at) ?? listAt(frame, at);
    default:
      return listAt(frame, at);
  }
}

function headingAt(frame: Frame, at: number): Found | undefined {
  const level = frame.source.run(at, Math.min(frame.end, at + 4));
  if (level > 3) return undefined;
  return lineAt(frame, at, level, (children) => ({
    kind: "heading",
    level: level as HeadingLevel,
    children,
  }));
}

function subtextAt(frame: Frame, at: number): Found | undefined {
  if (!frame.source.text.startsWith("-#", at)) return undefined;
  return lineAt(frame, at, 2, (children) => ({ kind: "subtext", children }));
}

/** Reads a block of one line: its marks, a space, and something to say. */
function lineAt(
  frame: Frame,
  at: number,
  marks: number,
  make: (children: Node[]) => Node,
): Found | undefined {
  const { source, end } = frame;
  const mark = at + marks;
  if (mark >= end || source.at(mark) !== code.space) return undefined;
  const stop = lineEnd(frame, mark);
  let first = mark;
  let last = stop;
  while (first < last && source.at(first) <= code.space) first += 1;
  while (last > first && source.at(last - 1) <= code.space) last -= 1;
  if (first === last) return undefined;
  const children = readPart(frame, first, last, { blocks: false });
  return { node: make(children), end: Math.min(stop + 1, end) };
}

const QUOTE = /( *)> /y;
const QUOTE_TO_END = /( *)>>> /y;

function quoteAt(frame: Frame, at: number): Found | undefined {
  if (frame.quoted) return undefined;
  const toEnd = markEnd(frame, QUOTE_TO_END, at);
  const { source } = frame;
  if (toEnd !== undefined) return quote(frame, source.text.slice(toEnd, frame.end), frame.end);
  const lines: string[] = [];
  let line = at;
  let first = markEnd(frame, QUOTE, at);
  while (first !== undefined) {
    const stop = lineEnd(frame, first);
    lines.push(source.text.slice(first, stop));
    line = Math.min(stop + 1, frame.end);
    first = stop < frame.end ? markEnd(frame, QUOTE, line) : undefined;
  }
  return lines.length === 0 ? undefined : quote(frame, lines.join("\n"), line);
}

function quote(frame: Frame, text: string, end: number): Found {
  const children = readLines(frame, new Source(text, frame.source.steps), { quoted: true });
  return { node: { kind: "quote", children }, end };
}

/** Returns where the quote's mark ends that the line at `at` begins with. */
function markEnd(frame: Frame, expression: RegExp, at: number): number | undefined {
  expression.lastIndex = at;
  const found = expression.exec(frame.source.text);
  if (found === null || expression.lastIndex > frame.end) return undefined;
  frame.source.steps.count += found[0].length;
  return expression.lastIndex;
}
