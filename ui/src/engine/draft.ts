/** A text that somebody writes: mentions are shown in it by name, and go over the wire by id. */

import type { Snowflake } from "../net/snowflake.ts";
import type { State } from "../state/model.ts";
import { nameOf } from "../state/select/names.ts";

/** A text as it is shown, and what its mentions are on the wire. */
export interface Draft {
  readonly text: string;
  readonly mentions: readonly ShownMention[];
}

/** `@Ann` is shown, `<@1>` is sent. */
export interface ShownMention {
  readonly shown: string;
  readonly markup: string;
}

/** Whom or what a mention may name, and how it may be shown, the best first. Where no name is free it is shown by its markup. */
export interface Mentionable {
  readonly markup: string;
  readonly names: readonly string[];
}

/** Where something is written: in place of the characters from `from` to `to`. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface Written {
  readonly draft: Draft;
  readonly caret: number;
}

export const emptyDraft: Draft = { text: "", mentions: [] };

/** Returns how a person is mentioned; of two who are called alike one goes by the user name. */
export function userMention(state: State, guildId: Snowflake, userId: Snowflake): Mentionable {
  const user = state.users[userId];
  const names = [nameOf(state.members[guildId]?.[userId], user), user?.name];
  return { markup: `<@${userId}>`, names: names.flatMap((name) => (name === undefined ? [] : [`@${name}`])) };
}

/** What matters to `toWire`: a sign that may begin a name, a mark that is none, and code. */
const MARK = /[@#]|\\[@#\\`]|`+/g;

/** Returns what is sent for `draft`: every shown mention by its id, but not in code. The longest name wins where one begins with another. */
export function toWire({ text, mentions }: Draft): string {
  if (mentions.length === 0) return text;
  const byLength = [...mentions].sort((a, b) => b.shown.length - a.shown.length);
  const marks = new RegExp(MARK);
  let sent = "";
  let at = 0;
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    const { index } = mark;
    const found = byLength.find(({ shown }) => standsAt(text, index, shown));
    if (found) {
      sent += text.slice(at, index) + found.markup;
      at = index + found.shown.length;
      marks.lastIndex = at;
    } else if (mark[0].startsWith("`")) {
      marks.lastIndex = afterCode(text, index, mark[0]);
    }
  }
  return sent + text.slice(at);
}

/**
 * Returns `content` for a text field. `shownOf` names what a markup mentions; what it does not know stays as it is, and so does what a
 * name would not be sent as again: in code, before a letter, or where somebody else is called so.
 */
export function fromWire(content: string, shownOf: (markup: string) => string | null): Draft {
  let draft: Draft = { text: content, mentions: [] };
  let shift = 0;
  for (const { 0: markup, index } of content.matchAll(/<(?:@[!&]?|#)\d+>/g)) {
    const shown = shownOf(markup);
    if (shown === null) continue;
    const next = replaced(draft, { from: index + shift, to: index + shift + markup.length }, shown);
    const mentions = withMention(draft.mentions, { shown, markup });
    if (toWire({ text: next, mentions }) !== content) continue;
    shift += next.length - draft.text.length;
    draft = { text: next, mentions };
  }
  return draft;
}

/** Returns `draft` with a mention in `place`, and a space after it. */
export function insertMention(draft: Draft, place: Stretch, { markup, names }: Mentionable): Written {
  const shown = names.find((name) => !isTaken(draft, { shown: name, markup }));
  const inserted = insertText(draft, place, `${shown ?? markup} `);
  if (shown === undefined) return inserted;
  const mentions = withMention(draft.mentions, { shown, markup });
  return { ...inserted, draft: { ...inserted.draft, mentions } };
}

/** Returns `draft` with a mention behind all that is written. */
export function appendMention(draft: Draft, mention: Mentionable): Draft {
  const spaced = draft.text === "" || /\s$/.test(draft.text) ? draft.text : `${draft.text} `;
  return insertMention({ ...draft, text: spaced }, { from: spaced.length, to: spaced.length }, mention).draft;
}

/** Returns `draft` with `inserted` in `place`. */
export function insertText(draft: Draft, place: Stretch, inserted: string): Written {
  const added =
    inserted.endsWith(" ") && draft.text.startsWith(" ", place.to) ? inserted.slice(0, -1) : inserted;
  return {
    draft: { ...draft, text: replaced(draft, place, added) },
    caret: place.from + inserted.length,
  };
}

/** Whether `shown` means somebody else in this draft already. One whose name was deleted from the text has left it free. */
function isTaken({ text, mentions }: Draft, { shown, markup }: ShownMention): boolean {
  return mentions.some((other) => {
    return other.shown === shown && other.markup !== markup && toWire({ text, mentions: [other] }) !== text;
  });
}

/** A name ends where no letter or digit follows: `@Annabel` does not mention Ann. */
function standsAt(text: string, at: number, shown: string): boolean {
  if (!text.startsWith(shown, at)) return false;
  const next = text.slice(at + shown.length, at + shown.length + 2);
  return !/^[\p{L}\p{N}_]/u.test(next);
}

function withMention(all: readonly ShownMention[], mention: ShownMention): readonly ShownMention[] {
  return [...all.filter(({ shown }) => shown !== mention.shown), mention];
}

function replaced({ text }: Draft, { from, to }: Stretch, by: string): string {
  return text.slice(0, from) + by + text.slice(to);
}

const FENCE = "```";

/** Returns where the code ends that `ticks` at `at` begin; where they end if it is closed nowhere. */
function afterCode(text: string, at: number, ticks: string): number {
  const open = at + ticks.length;
  // The first character of a block is content, whatever it is.
  const fence = ticks.startsWith(FENCE) ? text.indexOf(FENCE, at + FENCE.length + 1) : -1;
  if (fence >= 0) return fence + FENCE.length;
  for (let close = text.indexOf(ticks, open); close >= 0; ) {
    let end = close + ticks.length;
    if (text[end] !== "`") return end;
    while (text[end] === "`") end += 1;
    close = text.indexOf(ticks, end);
  }
  return open;
}
