import type { MaskedLink } from "./ast.ts";
import { LINK_CHARACTERS_MAX } from "./bounds.ts";
import { code, isSpace, isWord } from "./characters.ts";
import { type Found, type Frame, mayNest, readPart } from "./frame.ts";

/** What a link may lead to. Everything else stays text: no script, no file, no app. */
const WEB = /https?:\/\/[\p{L}\p{N}[]/iuy;
const MAIL = /mailto:[^\s@]+@[^\s@]/iuy;
/** What ends a sentence is not part of an address. */
const TRAILING = /[.,:;"'!?\]]/;
const TITLE_CHARACTERS_MAX = 256;
/** From DEL to here all are control characters. */
const LAST_CONTROL = 0x9f;

/** Whether `url` may be a link's address: a scheme of the list, and nothing that could end an attribute or hide a host. */
export function isAllowedUrl(url: string): boolean {
  return hasScheme(url, 0) && !/[\s<>`\\\p{Cc}]/u.test(url);
}

function hasScheme(text: string, at: number): boolean {
  WEB.lastIndex = at;
  MAIL.lastIndex = at;
  return WEB.test(text) || MAIL.test(text);
}

/** Finds an address that stands in the text as it is. */
export function bareUrlAt(frame: Frame, at: number): Found | undefined {
  const { source } = frame;
  WEB.lastIndex = at;
  if (!WEB.test(source.text) || WEB.lastIndex > frame.end) return undefined;
  if (at > frame.start && isWord(source.text.charAt(at - 1))) return undefined;
  let end = WEB.lastIndex;
  while (end < frame.end && !endsUrl(source.at(end), source.text, end)) end += 1;
  const url = source.text.slice(at, trimmedEnd(source.text, WEB.lastIndex, end));
  if (!isAllowedUrl(url)) return undefined;
  return { node: { kind: "autolink", url, embed: true }, end: at + url.length };
}

function endsUrl(character: number, text: string, at: number): boolean {
  if (character === code.less || character === code.greater) return true;
  if (character === code.backslash || character === code.backtick) return true;
  // The middle of a masked link that was refused: its label and its address are two.
  if (character === code.bracketClose) return text.charCodeAt(at + 1) === code.parenOpen;
  return (
    character <= code.space || (character > 0x7e && (character <= LAST_CONTROL || isSpace(text.charAt(at))))
  );
}

/** A closing parenthesis belongs to the address only if it was opened there. */
function trimmedEnd(text: string, from: number, end: number): number {
  let surplus = 0;
  for (let index = from; index < end; index += 1) {
    if (text[index] === "(") surplus -= 1;
    else if (text[index] === ")") surplus += 1;
  }
  let last = end;
  while (last > from) {
    const character = text.charAt(last - 1);
    if (character === ")" && surplus > 0) surplus -= 1;
    else if (!TRAILING.test(character)) break;
    last -= 1;
  }
  return last;
}

/** Finds `<https://…>`: a link that asks for no preview. */
export function angleUrlAt(frame: Frame, at: number): Found | undefined {
  const { text } = frame.source;
  if (!hasScheme(text, at + 1)) return undefined;
  const close = angleClose(frame, at + 1);
  const url = text.slice(at + 1, Math.max(close, 0));
  if (close < 0 || !isAllowedUrl(url)) return undefined;
  return { node: { kind: "autolink", url, embed: false }, end: close + 1 };
}

/** Returns where `<address>` that begins before `from` is closed; nothing that ends an address may stand before. */
function angleClose(frame: Frame, from: number): number {
  const end = Math.min(frame.end, from + LINK_CHARACTERS_MAX + 1);
  for (let index = from; index < end; index += 1) {
    const character = frame.source.at(index);
    if (character === code.greater) return index;
    if (character === code.less || character <= code.space) break;
  }
  return -1;
}

/** Returns where `character` stands next, not further than `most` and before the frame's end. */
function find(frame: Frame, from: number, character: string, most: number): number {
  const end = Math.min(frame.end, from + most + 1);
  for (let index = from; index < end; index += 1) {
    frame.source.steps.count += 1;
    if (frame.source.text[index] === character) return index;
  }
  return -1;
}

type Destination = { url: string; title?: string; embed: boolean; end: number };

/** Finds `[label](address "title")`. */
export function maskedLinkAt(frame: Frame, at: number): Found | undefined {
  const { source } = frame;
  if (frame.linked || !mayNest(frame)) return undefined;
  const close = source.closing(at);
  if (close < 0 || close + 1 >= frame.end || source.at(close + 1) !== code.parenOpen) return undefined;
  const target = destinationAt(frame, close + 1);
  if (target === undefined || !isHonest(source.text.slice(at + 1, close), target.url)) return undefined;
  const children = readPart(frame, at + 1, close, { linked: true, blocks: false });
  const node: MaskedLink = { kind: "maskedLink", url: target.url, embed: target.embed, children };
  if (target.title !== undefined) node.title = target.title;
  return { node, end: target.end };
}

function destinationAt(frame: Frame, open: number): Destination | undefined {
  const { text } = frame.source;
  const angled = text[open + 1] === "<";
  const start = angled ? open + 2 : open + 1;
  if (!hasScheme(text, start)) return undefined;
  const stop = angled ? angleClose(frame, start) : plainStop(frame, open);
  if (stop < 0) return undefined;
  const url = text.slice(start, stop);
  const rest = titleAt(frame, angled ? stop + 1 : stop);
  return rest && isAllowedUrl(url) ? { url, embed: !angled, ...rest } : undefined;
}

/** An address without brackets ends at the parenthesis that closes it, or at the space before a title. */
function plainStop(frame: Frame, open: number): number {
  const close = frame.source.closing(open);
  return close < 0 ? find(frame, open, " ", LINK_CHARACTERS_MAX) : close;
}

/** Reads what stands between an address and the end of its link: nothing or a title. */
function titleAt(frame: Frame, from: number): { title?: string; end: number } | undefined {
  const { text } = frame.source;
  let at = skipSpaces(frame, from);
  const quote = text.charAt(at);
  let title: string | undefined;
  if (at > from && (quote === '"' || quote === "'")) {
    const close = find(frame, at + 1, quote, TITLE_CHARACTERS_MAX);
    if (close < 0) return undefined;
    title = text.slice(at + 1, close);
    if (title.includes("`")) return undefined;
    at = skipSpaces(frame, close + 1);
  }
  if (at >= frame.end || text[at] !== ")") return undefined;
  return title === undefined ? { end: at + 1 } : { title, end: at + 1 };
}

function skipSpaces(frame: Frame, from: number): number {
  let at = from;
  while (at < frame.end && at < from + TITLE_CHARACTERS_MAX && frame.source.at(at) === code.space) at += 1;
  return at;
}

const MARKS = /[\\*_~|`]|\p{Default_Ignorable_Code_Point}/gu;
/** Only the endings that everybody reads as a site: `main.rs` and `readme.md` are files to most. */
const DOMAIN = /^(?:www\.)?((?:[\p{L}\p{N}-]+\.)+(?:com|net|org|gg|app|edu|gov))(?:[/:?#]\S*)?$/iu;
const HOST = /^https?:\/\/(?:[^/?#@]*@)?(?:www\.)?([^/?#:]*)/i;

/** A label must be something to read, and not look like an address that leads elsewhere. */
function isHonest(label: string, url: string): boolean {
  if (label.includes("://")) return false;
  const plain = label.replace(MARKS, "").trim();
  if (plain === "" || plain.includes("://")) return false;
  const domain = DOMAIN.exec(plain)?.[1];
  return domain === undefined || HOST.exec(url)?.[1]?.toLowerCase() === domain.toLowerCase();
}
