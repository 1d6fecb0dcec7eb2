import type { Node } from "./ast.ts";
import { blockAt } from "./blocks.ts";
import { code, isPunctuation } from "./characters.ts";
import { codeAt } from "./code.ts";
import { emojiAt, emojiText } from "./emoji.ts";
import { beginsLine, type Found, type Frame, noneHopeless } from "./frame.ts";
import { angleUrlAt, bareUrlAt, maskedLinkAt } from "./links.ts";
import { angleAt, everyoneAt } from "./mentions.ts";
import { Source, type Steps } from "./source.ts";
import { spanAt } from "./spans.ts";

/** Reads Discord's markdown. Every text has a meaning: what is not syntax is text. Takes time in proportion to the length. */
export function parse(text: string): Node[] {
  return parseCounted(text, { count: 0 });
}

/** `parse`, counting in `steps` how many characters are looked at. */
export function parseCounted(text: string, steps: Steps): Node[] {
  const source = new Source(text.replace(/\r\n?/g, "\n"), steps);
  return readFrame({
    source,
    start: 0,
    end: source.text.length,
    depth: 0,
    blocks: true,
    quoted: false,
    linked: false,
    hopeless: noneHopeless(),
    read: readFrame,
  });
}

function readFrame(frame: Frame): Node[] {
  const nodes: Node[] = [];
  let at = frame.start;
  while (at < frame.end) {
    const found = ruleAt(frame, at) ?? literalAt(frame, at);
    add(nodes, found.node);
    at = found.end;
  }
  return nodes;
}

function add(nodes: Node[], node: Node): void {
  const last = nodes.at(-1);
  if (node.kind === "text" && last?.kind === "text") last.text += node.text;
  else nodes.push(node);
}

function ruleAt(frame: Frame, at: number): Found | undefined {
  return (
    (beginsLine(frame, at) ? blockAt(frame, at) : undefined) ?? emojiAt(frame, at) ?? inlineAt(frame, at)
  );
}

function inlineAt(frame: Frame, at: number): Found | undefined {
  switch (frame.source.at(at)) {
    case code.newline:
      return { node: { kind: "lineBreak" }, end: at + 1 };
    case code.backslash:
      return escapeAt(frame, at);
    case code.star:
    case code.underscore:
    case code.tilde:
    case code.pipe:
      return spanAt(frame, at);
    case code.backtick:
      return codeAt(frame, at);
    case code.bracketOpen:
      return maskedLinkAt(frame, at);
    case code.less:
      return angleAt(frame, at) ?? (frame.linked ? undefined : angleUrlAt(frame, at));
    case code.at:
      return everyoneAt(frame, at);
    case code.h:
    case code.H:
      return frame.linked ? undefined : bareUrlAt(frame, at);
    case code.macron:
      return shrugAt(frame, at);
    default:
      return undefined;
  }
}

/** A backslash makes a mark literal; before letters and spaces it is one itself. */
function escapeAt(frame: Frame, at: number): Found | undefined {
  const next = at + 1;
  if (next >= frame.end) return undefined;
  const character = frame.source.text.charAt(next);
  const text = emojiText(frame, next) || (isPunctuation(character) ? character : "");
  return text === "" ? undefined : { node: { kind: "text", text }, end: next + text.length };
}

const SHRUG = "¯\\_(ツ)_/¯";

/** The one gesture whose arm is a backslash keeps it. */
function shrugAt(frame: Frame, at: number): Found | undefined {
  if (at + SHRUG.length > frame.end || !frame.source.text.startsWith(SHRUG, at)) return undefined;
  return { node: { kind: "text", text: SHRUG }, end: at + SHRUG.length };
}

/** Takes what no rule wanted as text: a whole run of marks at once, else up to where a rule may begin again. */
function literalAt(frame: Frame, at: number): Found {
  const { source } = frame;
  const first = source.at(at);
  let end = at + 1;
  if (isRunMark(first)) end = at + literalRun(frame, at);
  else while (end < frame.end && isPlain(source.at(end), source.text.charCodeAt(end + 1))) end += 1;
  return { node: { kind: "text", text: source.text.slice(at, end) }, end };
}

/** Of an even run of stars the first may be text and the rest begin an emphasis: `**a*`. */
function literalRun(frame: Frame, at: number): number {
  const length = frame.source.run(at, frame.end);
  return frame.source.text[at] === "*" && length % 2 === 0 ? 1 : length;
}

function isRunMark(character: number): boolean {
  return (
    character === code.star ||
    character === code.underscore ||
    character === code.tilde ||
    character === code.pipe ||
    character === code.backtick
  );
}

const LAST_LATIN = 0xff;
const FIRST_VARIATION = 0x2000;

/** Letters, digits and spaces that begin nothing. */
function isPlain(character: number, next: number): boolean {
  if (character > LAST_LATIN || next >= FIRST_VARIATION) return false;
  if (character === code.h || character === code.H || character === code.newline) return false;
  return character === code.space || (character >= 48 && character <= 57) || isLatinLetter(character);
}

function isLatinLetter(character: number): boolean {
  return (character >= 65 && character <= 90) || (character >= 97 && character <= 122);
}
