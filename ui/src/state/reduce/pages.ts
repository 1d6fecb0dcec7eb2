/** A page of history replaces what the timeline held in its range. Nowhere may a gap or a double arise. */

import { compareSnowflakes, type Snowflake } from "../../net/snowflake.ts";
import type { TimelineEvent } from "../event.ts";
import type { Load, Message, State, Timeline } from "../model.ts";
import { equal } from "./maps.ts";
import { outgoingSettled, ownNonce, placed } from "./outgoing.ts";
import {
  answerGone,
  changedTimeline,
  hasMessage,
  inserted,
  messageIn,
  placeOf,
  trimmed,
} from "./timeline.ts";
import { usersForgotten, usersOfMessages } from "./users.ts";
import { toMessage } from "./wire.ts";

export type Page = Extract<TimelineEvent, { kind: "page" }>;

/** The ids strictly between; null: without end. */
interface Range {
  readonly after: Snowflake | null;
  readonly before: Snowflake | null;
}

export function pageCame(state: State, page: Page): State {
  const next = placed(usersOfMessages(state, page.messages), page.messages);
  const messages = page.messages.map((wire) => toMessage(wire, ownNonce(state, wire)));
  const changed = changedTimeline(next, page.channelId, (timeline) => {
    const { load } = timeline;
    if (load === null || load.kind !== page.load) return timeline;
    return merged(timeline, load, page, messages);
  });
  return changed === next ? state : outgoingSettled(changed, page.channelId);
}

function merged(timeline: Timeline, load: Load, page: Page, wired: readonly Message[]): Timeline {
  const range = rangeOf(page);
  const { middle, refetch } = middleOf(timeline, load, range, wired);
  const whole = load.kind === "newest" || load.kind === "around" || timeline.messages.length === 0;
  const old = whole
    ? { left: [], right: [], joinsLeft: false, joinsRight: false }
    : split(timeline, load, range);
  // It was asked for next to messages that have made room since.
  const astray = !whole && !old.joinsLeft && !old.joinsRight && load.kind !== "catch-up";
  if (astray) return { ...timeline, load: null };
  const replaced = old.left.length === 0 && old.right.length === 0;
  const messages = [...old.left, ...middle, ...old.right];
  const hasOlder = range.after !== null && (!old.joinsLeft || timeline.hasOlder);
  // Of all that was held nothing is left: the newest page is still to be asked for.
  const isLost = messages.length === 0 && hasOlder;
  const result: Timeline = {
    messages,
    hasOlder,
    hasNewer: hasNewer(timeline, load, range, old.right.length > 0),
    pinned: timeline.pinned,
    live: !isLost && isLive(timeline, load, whole || replaced, old.right.length > 0),
    load: null,
    failed: null,
    refetch: [...timeline.refetch.filter((id) => !refetch.includes(id)), ...refetch],
  };
  const fitting = trimmed(result, endToTrim(load, timeline));
  return { ...fitting, refetch: fitting.refetch.filter((id) => hasMessage(fitting.messages, id)) };
}

/** A page that says less of its range than it could is believed to begin and end with its messages. */
function rangeOf(page: Page): Range {
  const [first, last] = [page.messages[0], page.messages[page.messages.length - 1]];
  const afterFirst = first ? String(BigInt(first.id) - 1n) : null;
  const beforeLast = last ? String(BigInt(last.id) + 1n) : null;
  return {
    after: page.reachedOldest ? null : (page.after ?? afterFirst),
    before: page.reachedNewest ? null : (page.before ?? beforeLast),
  };
}

/** The page, with what was heard since its load began: that is newer than the page, or not on it. */
function middleOf(
  timeline: Timeline,
  load: Load,
  range: Range,
  wired: readonly Message[],
): { middle: readonly Message[]; refetch: readonly Snowflake[] } {
  const gone = new Set(load.deletedIds);
  const refetch: Snowflake[] = [];
  const onPage = wired
    .filter(({ id }) => !gone.has(id))
    .map((message) => {
      const known = messageIn(timeline.messages, message.id);
      const isTouched = load.touchedIds.includes(message.id);
      if (isTouched && known && timeline.live && load.live) return known;
      if (isTouched && !load.heard?.some(({ id }) => id === message.id)) refetch.push(message.id);
      return kept(known, answerGone(message, gone));
    });
  const heard = (load.heard ?? []).filter(({ id }) => within(range, id));
  // An own one may be known by its ack, which says nothing of a change that was told before.
  for (const { id, nonce } of heard) if (nonce !== null && load.touchedIds.includes(id)) refetch.push(id);
  return { middle: inserted(onPage, heard), refetch };
}

/** A message that says nothing new stays the same object, and the person's own keeps its nonce. */
function kept(known: Message | undefined, message: Message): Message {
  const same = known && { ...message, nonce: message.nonce ?? known.nonce };
  return same && equal(known, same) ? known : (same ?? message);
}

/** What the timeline held before and after the range, as far as it joins. */
function split(timeline: Timeline, load: Load, range: Range) {
  const { messages } = timeline;
  const [first, last] = [messages[0], messages[messages.length - 1]];
  const joins = (id: Snowflake | null, known: boolean) =>
    id !== null && (known || load.deletedIds.includes(id));
  const { after, before } = range;
  const joinsLeft = joins(after, !!last && after !== null && compareSnowflakes(last.id, after) >= 0);
  const joinsRight = joins(before, !!first && before !== null && compareSnowflakes(first.id, before) <= 0);
  return {
    left: joinsLeft && after !== null ? messages.slice(0, placeAfter(messages, after)) : [],
    right: joinsRight && before !== null ? messages.slice(placeOf(messages, before)) : [],
    joinsLeft,
    joinsRight,
  };
}

function hasNewer(timeline: Timeline, load: Load, range: Range, hasRight: boolean): boolean {
  if (hasRight) return timeline.hasNewer;
  return range.before !== null || load.heard === null;
}

/** A page that reaches over the end of what was held makes the whole as fresh as itself; one inside adds no freshness. */
function isLive(timeline: Timeline, load: Load, replaced: boolean, hasRight: boolean): boolean {
  if (replaced || (load.kind === "catch-up" && !hasRight)) return load.live;
  return timeline.live && load.live;
}

function endToTrim(load: Load, timeline: Timeline): "oldest" | "newest" {
  if (load.kind === "older" || load.kind === "around") return "newest";
  if (load.kind === "catch-up") return timeline.pinned ? "oldest" : "newest";
  return "oldest";
}

function within({ after, before }: Range, id: Snowflake): boolean {
  const isAfter = after === null || compareSnowflakes(id, after) > 0;
  return isAfter && (before === null || compareSnowflakes(id, before) < 0);
}

function placeAfter(messages: readonly Message[], id: Snowflake): number {
  const at = placeOf(messages, id);
  return messages[at]?.id === id ? at + 1 : at;
}

/** Timelines that nobody looks at make room. */
export function timelinesDropped(state: State, channelIds: readonly Snowflake[]): State {
  const gone = channelIds.filter((id) => state.timelines[id] !== undefined);
  if (gone.length === 0) return state;
  const timelines = { ...state.timelines };
  for (const id of gone) delete timelines[id];
  return usersForgotten(gone.reduce((next, id) => outgoingSettled(next, id), { ...state, timelines }));
}
