/** What the caret stands in: a mention, a channel or an emoji that is being typed. */

export type Trigger = {
  readonly kind: "user" | "channel" | "emoji";
  readonly query: string;
  /** Where its sign stands. */
  readonly from: number;
  readonly to: number;
};

const KINDS = { "@": "user", "#": "channel", ":": "emoji" } as const;
/** Of an emoji's name: fewer would open on every smiley. */
const EMOJI_CHARACTERS_MIN = 2;

/** Returns what `text` has before `caret` that may be completed. */
export function triggerAt(text: string, caret: number): Trigger | null {
  const before = text.slice(0, caret);
  if (insideCode(before)) return null;
  const found = /(?:^|[\s([{"'>*_~|])([@#:])([^\s@#:`]*)$/.exec(before);
  if (!found) return null;
  const [, sign, query = ""] = found;
  const kind = KINDS[sign as keyof typeof KINDS];
  if (kind === "emoji" && (query.length < EMOJI_CHARACTERS_MIN || !/^[a-z0-9_+-]+$/i.test(query)))
    return null;
  return { kind, query, from: caret - query.length - 1, to: caret };
}

/** Whether a code block or a code span was opened and not closed before the end of `text`. */
function insideCode(text: string): boolean {
  const blocks = text.split("```");
  if (blocks.length % 2 === 0) return true;
  const line = (blocks.at(-1) ?? "").split("\n").at(-1) ?? "";
  return line.split("`").length % 2 === 0;
}
