/** What the message list shows, row by row. A row that says the same as before is the same object. */

import { firstSnowflakeAt, type Snowflake, snowflakeDate } from "../../net/snowflake.ts";
import type { Message, Outgoing, State } from "../model.ts";
import { mentions, ownRoleIds } from "../reduce/mentions.ts";
import { placeOf } from "../reduce/timeline.ts";
import { selfId } from "./guilds.ts";
import { memoised, sameList } from "./memo.ts";

export interface MessageRow {
  /** The nonce of an own message that was sent from here, else its id: the row stays when the message is acked. */
  readonly key: string;
  /** Of one on its way the id is made from the time: the server does not know it. */
  readonly message: Message;
  readonly atMs: number;
  /** Begins a group: another author, a reply, a pause, a new day. */
  readonly first: boolean;
  /** Is the first of its day, as the person's clock has it. */
  readonly newDay: boolean;
  /** Is the first of what is new. */
  readonly firstNew: boolean;
  /** What was sent and is not acked; null for all others. */
  readonly outgoing: Outgoing | null;
  readonly mentioned: boolean;
}

/** Messages of one author that follow each other within this are one group. */
const GROUP_MS = 7 * 60 * 1000;

const NONE: readonly MessageRow[] = [];

type Inputs = readonly [
  messages: readonly Message[],
  hasOlder: boolean,
  hasNewer: boolean,
  outgoing: readonly Outgoing[] | undefined,
  me: Snowflake | null,
  roleIds: readonly Snowflake[],
  newId: Snowflake | null,
];

/**
 * Returns the rows of a channel, oldest first: messages, with what was sent from here after them. What came after `newAfterId` is new
 * (the cursor when the channel was opened; null: nothing is).
 */
export function rowsOf(
  state: State,
  channelId: Snowflake,
  newAfterId: Snowflake | null,
): readonly MessageRow[] {
  const timeline = state.timelines[channelId];
  if (timeline === undefined) return NONE;
  const me = selfId(state);
  return rows(channelId, [
    timeline.messages,
    timeline.hasOlder,
    timeline.hasNewer,
    state.outgoing[channelId],
    me,
    ownRoleIds(state, channelId),
    newAfterId === null ? null : firstNewOf(timeline.messages, newAfterId, me),
  ]);
}

/** Returns the first message of others after `newAfterId`; null: none. */
function firstNewOf(
  messages: readonly Message[],
  newAfterId: Snowflake,
  me: Snowflake | null,
): Snowflake | null {
  for (let at = placeOf(messages, String(BigInt(newAfterId) + 1n)); at < messages.length; at += 1) {
    const message = messages[at];
    if (message && message.authorId !== me) return message.id;
  }
  return null;
}

/** Returns how many own messages are on their way that `rowsOf` does not show, since what is held of the channel ends before the present. */
export function unsentOutOfSight(state: State, channelId: Snowflake): number {
  if (!state.timelines[channelId]?.hasNewer) return 0;
  return state.outgoing[channelId]?.filter(({ acked }) => !acked).length ?? 0;
}

const rows = memoised((inputs: Inputs, former: readonly MessageRow[] | undefined) => {
  const [messages, hasOlder, hasNewer, outgoing = [], me, roleIds, newId] = inputs;
  const waiting = new Map(outgoing.map((one) => [one.nonce, one]));
  const result: MessageRow[] = [];
  let before: MessageRow | null = null;
  const add = (message: Message, sent: Outgoing | null) => {
    const atMs = timeOf(message);
    const newDay = before === null ? !hasOlder : dayOf(atMs) !== dayOf(before.atMs);
    const firstNew = message.id === newId;
    before = keptRow({
      key: message.nonce ?? message.id,
      message,
      atMs,
      first: newDay || firstNew || beginsGroup(before, message, atMs),
      newDay,
      firstNew,
      outgoing: sent,
      mentioned: mentions(message, me, roleIds),
    });
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

function keptRow(row: MessageRow): MessageRow {
  const known = kept.get(row.message);
  if (
    known &&
    known.first === row.first &&
    known.newDay === row.newDay &&
    known.firstNew === row.firstNew &&
    known.outgoing === row.outgoing &&
    known.mentioned === row.mentioned
  ) {
    return known;
  }
  kept.set(row.message, row);
  return row;
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

let lastDay = { fromMs: 0, toMs: 0 };

/** Returns when the day of a moment began; most are asked for in the order of time, so the last one is tried first. */
function dayOf(atMs: number): number {
  if (atMs < lastDay.fromMs || atMs >= lastDay.toMs) {
    const at = new Date(atMs);
    const [year, month, day] = [at.getFullYear(), at.getMonth(), at.getDate()];
    lastDay = {
      fromMs: new Date(year, month, day).getTime(),
      toMs: new Date(year, month, day + 1).getTime(),
    };
  }
  return lastDay.fromMs;
}
