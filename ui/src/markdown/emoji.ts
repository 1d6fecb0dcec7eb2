import type { Node } from "./ast.ts";
import { JUMBO_MAX } from "./bounds.ts";
import type { Found, Frame } from "./frame.ts";

/**
 * One emoji as people see it: a flag, a keycap, or pictures joined to one, with skin tones and tags.
 * A sign that is drawn as text unless asked (©, ✔) counts only with its variation selector.
 */
export const EMOJI_PATTERN =
  "\\p{Regional_Indicator}{2}|[0-9#*]\\uFE0F?\\u20E3|" +
  "(?:(?!\\p{Regional_Indicator})\\p{Emoji_Presentation}\\uFE0F?|\\p{Emoji_Modifier_Base}\\p{Emoji_Modifier}|\\p{Extended_Pictographic}\\uFE0F)" +
  "\\p{Emoji_Modifier}?(?:[\\u{E0020}-\\u{E007E}]{1,16}\\u{E007F})?" +
  "(?:\\u200D\\p{Extended_Pictographic}(?:\\uFE0F|\\p{Emoji_Modifier})?){0,8}";
const AT = new RegExp(EMOJI_PATTERN, "uy");

const KEYCAP = 0x20e3;
const VARIATION = 0xfe0f;
const FIRST_SIGN = 0x203c;
const LAST_SIGN = 0x3299;
const FIRST_PAIR = 0xd83c;
const LAST_PAIR = 0xd83e;

/** Returns the emoji that begins at `at`, or an empty string. */
export function emojiText(frame: Frame, at: number): string {
  if (!mayBegin(frame, at)) return "";
  AT.lastIndex = at;
  const text = AT.exec(frame.source.text)?.[0] ?? "";
  return at + text.length > frame.end ? "" : text;
}

export function emojiAt(frame: Frame, at: number): Found | undefined {
  const text = emojiText(frame, at);
  return text === "" ? undefined : { node: { kind: "emoji", text }, end: at + text.length };
}

/** Whether it is worth asking: nearly all text needs no expression. */
function mayBegin(frame: Frame, at: number): boolean {
  const character = frame.source.at(at);
  if (character >= FIRST_SIGN && character <= LAST_SIGN) return true;
  if (character >= FIRST_PAIR && character <= LAST_PAIR) return true;
  const next = frame.source.text.charCodeAt(at + 1);
  return next === VARIATION || next === KEYCAP;
}

/** Whether a message is nothing but a few emoji, which are then drawn large. */
export function isJumbo(nodes: readonly Node[]): boolean {
  let count = 0;
  for (const node of nodes) {
    if (node.kind === "emoji" || node.kind === "customEmoji") count += 1;
    else if (node.kind !== "lineBreak" && !(node.kind === "text" && node.text.trim() === "")) return false;
  }
  return count > 0 && count <= JUMBO_MAX;
}
