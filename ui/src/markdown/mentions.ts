import type { Inline, Timestamp, TimestampStyle } from "./ast.ts";
import { ID_DIGITS_MAX, UNIX_SECONDS_MAX } from "./bounds.ts";
import type { Found, Frame } from "./frame.ts";

const ID = `\\d{1,${ID_DIGITS_MAX}}`;
const NAME = "[-_'\\p{L}\\p{M}\\p{N}]{1,32}";
const MENTION = new RegExp(`<(@!?|@&|#)(${ID})>`, "y");
const EMOJI = new RegExp(`<(a?):(\\w{1,32}):(${ID})>`, "y");
const SLASH = new RegExp(`</(${NAME}(?: ${NAME}){0,2}):(${ID})>`, "uy");
const TIME = /<t:(-?\d{1,13})(?::([tTdDfFR]))?>/y;
const EVERYONE = /@(everyone|here)/y;

type Read = (match: RegExpExecArray) => Inline | undefined;

const RULES: readonly (readonly [RegExp, Read])[] = [
  [MENTION, readMention],
  [EMOJI, readEmoji],
  [TIME, readTime],
  [SLASH, (match) => ({ kind: "slashCommand", name: match[1] ?? "", id: match[2] ?? "" })],
];

/** Finds what stands in angle brackets at `at`: a mention, an emoji of a guild, a point in time, a command. */
export function angleAt(frame: Frame, at: number): Found | undefined {
  for (const [expression, read] of RULES) {
    const found = match(frame, at, expression, read);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function everyoneAt(frame: Frame, at: number): Found | undefined {
  return match(frame, at, EVERYONE, (found) => ({ kind: found[1] === "here" ? "here" : "everyone" }));
}

/** The expressions are of bounded length and begin at `at` only, so that none of them can run away. */
function match(frame: Frame, at: number, expression: RegExp, read: Read): Found | undefined {
  expression.lastIndex = at;
  const found = expression.exec(frame.source.text);
  if (found === null || at + found[0].length > frame.end) return undefined;
  const node = read(found);
  return node && { node, end: at + found[0].length };
}

function readMention(match: RegExpExecArray): Inline {
  const id = match[2] ?? "";
  if (match[1] === "#") return { kind: "channel", id };
  return { kind: match[1] === "@&" ? "role" : "user", id };
}

function readEmoji(match: RegExpExecArray): Inline {
  return { kind: "customEmoji", name: match[2] ?? "", id: match[3] ?? "", animated: match[1] === "a" };
}

function readTime(match: RegExpExecArray): Timestamp | undefined {
  const unix = Number(match[1]) || 0;
  if (Math.abs(unix) > UNIX_SECONDS_MAX) return undefined;
  return { kind: "timestamp", unix, style: (match[2] ?? "f") as TimestampStyle };
}
