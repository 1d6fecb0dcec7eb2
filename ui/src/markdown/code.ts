import type { CodeBlock } from "./ast.ts";
import { code, isSpace } from "./characters.ts";
import type { Found, Frame } from "./frame.ts";

const FENCE = "```";
const LANGUAGE = /([A-Za-z0-9_+\-.#]{1,32})\n/y;

/** Finds a block of code, or inline code, that begins with the backticks at `at`. */
export function codeAt(frame: Frame, at: number): Found | undefined {
  return fenceAt(frame, at) ?? inlineCodeAt(frame, at);
}

type Fence = { language?: string; start: number; close: number };

function fenceAt(frame: Frame, at: number): Found | undefined {
  const fence = findFence(frame, at);
  if (fence === undefined) return undefined;
  const text = frame.source.text.slice(fence.start, fence.close).trimEnd();
  const node: CodeBlock = { kind: "codeBlock", text };
  if (fence.language !== undefined) node.language = fence.language;
  return { node, end: afterBlock(frame, fence.close + FENCE.length) };
}

/** The block ends its line: spaces and the newline after it would only be an empty one. */
function afterBlock(frame: Frame, at: number): number {
  let end = at;
  while (end < frame.end && frame.source.at(end) === code.space) end += 1;
  if (end === frame.end) return end;
  return frame.source.at(end) === code.newline ? end + 1 : at;
}

function findFence(frame: Frame, at: number): Fence | undefined {
  if (!frame.blocks || !frame.source.text.startsWith(FENCE, at)) return undefined;
  const open = at + FENCE.length;
  LANGUAGE.lastIndex = open;
  const language = LANGUAGE.exec(frame.source.text)?.[1];
  const named = language === undefined ? undefined : closeFence(frame, open + language.length + 1);
  if (named !== undefined && language !== undefined) return { ...named, language };
  return closeFence(frame, open);
}

/** Empty lines at the beginning are not content. */
function closeFence(frame: Frame, from: number): Fence | undefined {
  const { source, end } = frame;
  let start = from;
  let first = from;
  for (; first < end && isSpace(source.text.charAt(first)); first += 1) {
    if (source.at(first) === code.newline) start = first + 1;
  }
  // The first character is content whatever it is, so that ``` alone is not an empty block.
  const close = source.fenceFrom(first + 1);
  return close < 0 || close + FENCE.length > end ? undefined : { start, close };
}

function inlineCodeAt(frame: Frame, at: number): Found | undefined {
  const length = frame.source.run(at, frame.end);
  const close = frame.source.sameBackticks(at);
  if (close < 0 || close + length > frame.end) return undefined;
  const text = unpad(frame.source.text.slice(at + length, close));
  return { node: { kind: "inlineCode", text }, end: close + length };
}

/** A space between a mark and a backtick of the content belongs to neither. */
function unpad(text: string): string {
  const first = /^ +`/.test(text) ? 1 : 0;
  const last = /` +$/.test(text) ? 1 : 0;
  return text.slice(first, text.length - last);
}

/** Returns where the code ends that begins at `at`; undefined if none does. Makes no node: for those who look past it. */
export function codeEnd(frame: Frame, at: number): number | undefined {
  const fence = findFence(frame, at);
  if (fence !== undefined) return fence.close + FENCE.length;
  const length = frame.source.run(at, frame.end);
  const close = frame.source.sameBackticks(at);
  return close < 0 || close + length > frame.end ? undefined : close + length;
}
