/** Mentions are shown by name while one writes, and go over the wire by id. */

import type { Draft, ShownMention } from "../../engine/view.ts";

/** Returns what is sent for `draft`: every shown mention by its id. The longest name wins where one begins with another. */
export function toWire({ text, mentions }: Draft): string {
  const byLength = [...mentions].sort((a, b) => b.shown.length - a.shown.length);
  let sent = "";
  for (let at = 0; at < text.length; ) {
    const found = byLength.find((mention) => standsAt(text, at, mention.shown));
    sent += found ? found.markup : text.charAt(at);
    at += found ? found.shown.length : 1;
  }
  return sent;
}

/** Returns `content` for a text field. `shownOf` names what a markup mentions; what it does not know stays as it is. */
export function fromWire(content: string, shownOf: (markup: string) => string | null): Draft {
  const mentions: ShownMention[] = [];
  const text = content.replace(/<(?:@[!&]?|#)\d+>/g, (markup) => {
    const shown = shownOf(markup);
    // A name that the text has already, or that means somebody else, would be sent as what it is not.
    if (shown === null || content.includes(shown)) return markup;
    const same = mentions.find((mention) => mention.shown === shown);
    if (same && same.markup !== markup) return markup;
    if (!same) mentions.push({ shown, markup });
    return shown;
  });
  return { text, mentions };
}

/** Returns `draft` with `shown` for `markup` in place of the characters from `from` to `to`, and a space after it. */
export function insertMention(
  draft: Draft,
  place: { from: number; to: number },
  mention: ShownMention,
): { draft: Draft; caret: number } {
  const others = draft.mentions.filter(({ shown }) => shown !== mention.shown);
  return insertText({ ...draft, mentions: [...others, mention] }, place, `${mention.shown} `);
}

/** Returns `draft` with `inserted` in place of the characters from `from` to `to`. */
export function insertText(
  { text, mentions }: Draft,
  { from, to }: { from: number; to: number },
  inserted: string,
): { draft: Draft; caret: number } {
  const after = text.slice(to);
  const added = inserted.endsWith(" ") && after.startsWith(" ") ? inserted.slice(0, -1) : inserted;
  return {
    draft: { text: text.slice(0, from) + added + after, mentions },
    caret: from + inserted.length,
  };
}

/** Whether `shown` means somebody else in this draft already. */
export function isTaken(draft: Draft, { shown, markup }: ShownMention): boolean {
  return draft.mentions.some(
    (mention) => mention.shown === shown && mention.markup !== markup && draft.text.includes(shown),
  );
}

/** A name ends where no letter or digit follows: `@Annabel` does not mention Ann. */
function standsAt(text: string, at: number, shown: string): boolean {
  if (!text.startsWith(shown, at)) return false;
  const next = text.slice(at + shown.length, at + shown.length + 2);
  return !/^[\p{L}\p{N}_]/u.test(next);
}
