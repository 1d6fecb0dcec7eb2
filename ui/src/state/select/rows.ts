/** What the message list shows, row by row. A row that says the same as before is the same object. */

import { firstSnowflakeAt, type Snowflake, snowflakeDate } from "../../net/snowflake.ts";
import type { Message, Outgoing, State } from "../model.ts";
import { mentions, ownRoleIds } from "../reduce/mentions.ts";
import { selfId } from "./guilds.ts";
import { memoised, sameList } from "./memo.ts";
import { newSince } from "./timelines.ts";

export type Row = MessageRow | DateRow | NewRow | BeginningRow;

export interface MessageRow {
  readonly kind: "message";
  /** The nonce of an own message that was sent from here, else its id: the row stays when the message is acked. */
  readonly key: string;
  /** Of one on its way the id is made from the time: the server does not know it. */
  readonly message: Message;
  readonly atMs: number;
  /** Begins a group: another author, a reply, a pause, a new day. */
  readonly first: boolean;
  readonly pending: "no" | "sending" | "failed";
  /** What was sent and is not acked; null for all others. */
  readonly outgoing: Outgoing | null;
  readonly mentioned: boolean;
}

export interface DateRow {
  readonly kind: "date";
  readonly key: string;
  /** Midnight, where the person is. */
  readonly dateMs: number;
}

export interface NewRow {
  readonly kind: "new";
  readonly key: string;
  readonly count: number;
  /** More than `count`: the rest is not loaded. */
  readonly more: boolean;
  readonly sinceMs: number;
}

/** Nothing lies before. */
export interface BeginningRow {
  readonly kind: "beginning";
  readonly key: string;
}

/** Messages of one author that follow each other within this are one group. */
const GROUP_MS = 7 * 60 * 1000;

const NONE: readonly Row[] = [];
const BEGINNING: BeginningRow = { kind: "beginning", key: "beginning" };

type Inputs = readonly [
  messages: readonly Message[],
  hasOlder: boolean,
  hasNewer: boolean,
  outgoing: readonly Outgoing[] | undefined,
  me: Snowflake | null,
  roleIds: readonly Snowflake[],
  since: NewRow | null,
  sinceId: Snowflake | null,
];

/**
 * Returns the rows of a channel, oldest first: messages with what was sent from here after them, dates between days, and where
 * what came after `newAfterId` begins (the cursor when the channel was opened; null: no such mark).
 */
export function rowsOf(state: State, channelId: Snowflake, newAfterId: Snowflake | null): readonly Row[] {
  const timeline = state.timelines[channelId];
  if (timeline === undefined) return NONE;
  const since = newSince(state, channelId, newAfterId);
  return rows(channelId, [
    timeline.messages,
    timeline.hasOlder,
    timeline.hasNewer,
    state.outgoing[channelId],
    selfId(state),
    ownRoleIds(state, channelId),
    since && newRow(channelId, [since.count, since.more, since.firstId]),
    since?.firstId ?? null,
  ]);
}

/** Returns how many own messages are on their way that `rowsOf` does not show, since what is held of the channel ends before the present. */
export function unsentOutOfSight(state: State, channelId: Snowflake): number {
  if (!state.timelines[channelId]?.hasNewer) return 0;
  return state.outgoing[channelId]?.filter(({ acked }) => !acked).length ?? 0;
}

const newRow = memoised(([count, more, firstId]: readonly [number, boolean, Snowflake]): NewRow => {
  return { kind: "new", key: "new", count, more, sinceMs: snowflakeDate(firstId).getTime() };
});

const rows = memoised((inputs: Inputs, former: readonly Row[] | undefined) => {
  const [messages, hasOlder, hasNewer, outgoing = [], me, roleIds, since, sinceId] = inputs;
  const waiting = new Map(outgoing.map((one) => [one.nonce, one]));
  const result: Row[] = hasOlder ? [] : [BEGINNING];
  let before: MessageRow | null = null;
  const add = (message: Message, sent: Outgoing | null) => {
    const atMs = timeOf(message);
    const day = dayOf(atMs);
    const newDay = before === null ? !hasOlder : day.dateMs !== dayOf(before.atMs).dateMs;
    if (newDay) result.push(day);
    if (since !== null && message.id === sinceId) result.push(since);
    const first = newDay || message.id === sinceId || beginsGroup(before, message, atMs);
    before = rowOf(message, atMs, first, sent, mentions(message, me, roleIds));
    result.push(before);
  };
  for (const message of messages) {
    const sent = message.nonce === null ? undefined : waiting.get(message.nonce);
    if (sent) waiting.delete(sent.nonce);
    add(message, sent === undefined || sent.acked ? null : sent);
  }
  if (!hasNewer) for (const sent of waiting.values()) add(messageOf(sent, me ?? ""), sent);
  return sameList(former, result);
});

function beginsGroup(before: MessageRow | null, message: Message, atMs: number): boolean {
  if (before === null || message.kind !== "plain") return true;
  if (before.message.authorId !== message.authorId || atMs - before.atMs > GROUP_MS) return true;
  return before.message.kind !== "plain" && before.message.kind !== "reply";
}

const kept = new WeakMap<Message, MessageRow>();

function rowOf(
  message: Message,
  atMs: number,
  first: boolean,
  outgoing: Outgoing | null,
  mentioned: boolean,
): MessageRow {
  const known = kept.get(message);
  if (known && known.first === first && known.outgoing === outgoing && known.mentioned === mentioned)
    return known;
  const key = message.nonce ?? message.id;
  const row: MessageRow = {
    kind: "message",
    key,
    message,
    atMs,
    first,
    pending: pendingOf(outgoing),
    outgoing,
    mentioned,
  };
  kept.set(message, row);
  return row;
}

function pendingOf(outgoing: Outgoing | null): MessageRow["pending"] {
  if (outgoing === null) return "no";
  return outgoing.status.kind === "failed" ? "failed" : "sending";
}

const asMessages = new WeakMap<Outgoing, Message>();

/** What was sent from here, as the message that it will be. */
function messageOf(outgoing: Outgoing, authorId: Snowflake): Message {
  const known = asMessages.get(outgoing);
  if (known) return known;
  const message: Message = {
    id: firstSnowflakeAt(new Date(outgoing.composedAtMs)),
    channelId: outgoing.channelId,
    kind: outgoing.replyTo === null ? "plain" : "reply",
    authorId,
    content: outgoing.content,
    editedAtMs: null,
    mentionIds: [],
    mentionRoleIds: [],
    mentionsEveryone: false,
    embeds: [],
    reactions: [],
    nonce: outgoing.nonce,
    replyTo: outgoing.replyTo,
  };
  asMessages.set(outgoing, message);
  return message;
}

const times = new WeakMap<Message, number>();

function timeOf(message: Message): number {
  const known = times.get(message) ?? snowflakeDate(message.id).getTime();
  times.set(message, known);
  return known;
}

let lastDay: { row: DateRow; endMs: number } | null = null;
const days = new Map<number, DateRow>();

/** Returns the day of a moment; most are asked for in the order of time, so the last one is tried first. */
function dayOf(atMs: number): DateRow {
  if (lastDay && atMs >= lastDay.row.dateMs && atMs < lastDay.endMs) return lastDay.row;
  const at = new Date(atMs);
  const dateMs = new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
  const endMs = new Date(at.getFullYear(), at.getMonth(), at.getDate() + 1).getTime();
  const row: DateRow = days.get(dateMs) ?? { kind: "date", key: `date-${dateMs}`, dateMs };
  days.set(dateMs, row);
  lastDay = { row, endMs };
  return row;
}
