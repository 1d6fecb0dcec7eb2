import type { List, Node } from "./ast.ts";
import { LIST_DIGITS_MAX } from "./bounds.ts";
import { code } from "./characters.ts";
import { type Found, type Frame, lineEnd, readLines } from "./frame.ts";
import { Source } from "./source.ts";

/** A line that begins an item: indent, mark, spaces, and something to say. */
const ITEM = new RegExp(`( *)([-*]|\\d{1,${LIST_DIGITS_MAX}}\\.)( +)(?=[^\\s])`, "y");
/** A line that stands this much further in belongs to the item above. */
const INDENT = 2;

type Head = { indent: number; number: number | undefined; width: number; content: number };

function headAt(frame: Frame, at: number): Head | undefined {
  ITEM.lastIndex = at;
  const found = ITEM.exec(frame.source.text);
  if (found === null || ITEM.lastIndex >= frame.end) return undefined;
  frame.source.steps.count += found[0].length;
  const mark = found[2] ?? "";
  const number = mark.endsWith(".") ? Number(mark.slice(0, -1)) : undefined;
  const indent = found[1]?.length ?? 0;
  return { indent, number, width: mark.length + 1, content: ITEM.lastIndex };
}

/** Finds a list: items of one kind, each with the lines that stand further in. An empty line ends it. */
export function listAt(frame: Frame, at: number): Found | undefined {
  const first = headAt(frame, at);
  if (first === undefined) return undefined;
  const list: List = { kind: "list", items: [] };
  if (first.number !== undefined) list.start = first.number;
  let head: Head | undefined = first;
  let end = at;
  while (head !== undefined && isSibling(first, head)) {
    const item = itemFrom(frame, first, head);
    list.items.push(item.children);
    end = item.end;
    head = end < frame.end ? headAt(frame, end) : undefined;
  }
  return { node: list, end };
}

function isSibling(first: Head, head: Head): boolean {
  return head.indent < first.indent + INDENT && (head.number === undefined) === (first.number === undefined);
}

/** Reads an item: the rest of its first line, and the following lines that stand further in. */
function itemFrom(frame: Frame, first: Head, head: Head): { children: Node[]; end: number } {
  const { text } = frame.source;
  let stop = lineEnd(frame, head.content);
  const lines = [text.slice(head.content, stop)];
  for (;;) {
    const line = stop + 1;
    if (line >= frame.end) break;
    const content = firstOther(frame, line, first.indent + head.width);
    // Text belongs to the item above it; an item does only if it stands further in than this one.
    if (content - line < (headAt(frame, line) === undefined ? INDENT : first.indent + INDENT)) break;
    const next = lineEnd(frame, line);
    if (text.slice(content, next).trim() === "") break;
    lines.push(text.slice(content, next));
    stop = next;
  }
  const source = new Source(lines.join("\n"), frame.source.steps);
  return { children: readLines(frame, source), end: Math.min(stop + 1, frame.end) };
}

/** Returns the first position of the line at `at` that is no space, at most `most` further. */
function firstOther(frame: Frame, at: number, most: number): number {
  let index = at;
  while (index < frame.end && index < at + most && frame.source.at(index) === code.space) index += 1;
  return index;
}
