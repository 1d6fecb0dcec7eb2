/**
 * Own messages on their way: in order, one of each channel at a time, under one nonce however often they are tried, so that the server
 * keeps one of them.
 */

import { limits } from "../limits.ts";
import { createMessage, type NewMessage } from "../net/api/messages.ts";
import { type Answer, noAnswer, type Refused } from "../net/refused.ts";
import type { Rest } from "../net/rest.ts";
import type { Snowflake } from "../net/snowflake.ts";
import type { WireMessage } from "../net/wire.ts";
import type { ReplyTarget, Outgoing as Shown } from "../state/model.ts";
import { t } from "../text/t.ts";
import { isOfLeft } from "./left.ts";
import type { Ports } from "./ports.ts";
import type { Store } from "./store.ts";
import { createUnsentKeeper, type Unsent, type UnsentKeeper } from "./unsent.ts";

export interface Draft {
  readonly content: string;
  readonly replyTo: ReplyTarget | null;
  readonly mentionAuthor: boolean;
}

/** Discord docs, JSON error codes: with the channel goes what was to be said there. */
const UNKNOWN_CHANNEL = 10_003;

type Timer = ReturnType<typeof setTimeout>;
/** How a channel's turn stands: one is being sent, or all wait for a time. */
interface Turn {
  sending: string | null;
  /** Gives up the request of what is being sent. */
  cut: AbortController | null;
  timer: Timer | undefined;
  tries: number;
  /** Until then nothing is sent. */
  notBeforeMs: number;
  /** The server asked for that. */
  isTold: boolean;
}
/** Why a request is given up: its answer would come over a line that is gone. */
const NEW_LINE = "new line";

export class Outgoing {
  readonly #store: Store;
  readonly #rest: Rest;
  readonly #ports: Ports;
  readonly #keeper: UnsentKeeper;
  /** Of whoever is here, in the order of composing. */
  #all: readonly Unsent[] = [];
  /** Of somebody else, who may come back. */
  #others: readonly Unsent[] = [];
  readonly #turns = new Map<Snowflake, Turn>();

  constructor(store: Store, rest: Rest, ports: Ports) {
    this.#store = store;
    this.#rest = rest;
    this.#ports = ports;
    this.#keeper = createUnsentKeeper(ports);
  }

  send(channelId: Snowflake, draft: Draft): void {
    const { self } = this.#store.getState();
    if (self.kind !== "person") return;
    const now = Date.now();
    const waiting = this.#all.filter((one) => one.channelId === channelId && one.failed === null);
    const unsent: Unsent = {
      ...draft,
      nonce: `n${this.#ports.unique()}`,
      userId: self.id,
      channelId,
      composedAtMs: now,
      sinceMs: now,
      failed: waiting.length < limits.outgoing ? null : t("errors.tooManyWaiting"),
    };
    this.#all = [...this.#all, unsent];
    this.#keep();
    this.#advance(channelId);
    if (this.#turn(channelId).sending !== unsent.nonce) this.#show(unsent);
  }

  /** The person asks for another try of one that failed. */
  retry(nonce: string): void {
    const unsent = this.#find(nonce);
    if (!unsent?.failed) return;
    this.#put({ ...unsent, failed: null, sinceMs: Date.now() });
    this.#advance(unsent.channelId);
  }

  discard(channelId: Snowflake, nonce: string): void {
    this.#remove(nonce);
    this.#store.apply({ kind: "outgoing-discarded", channelId, nonce });
    this.#advance(channelId);
  }

  /** History has these: those sent from here are durable, whatever became of their answers. */
  found(channelId: Snowflake, messages: readonly WireMessage[]): void {
    for (const message of messages) {
      const unsent = this.#find(String(message.nonce));
      const isOwn = unsent?.channelId === channelId && unsent.userId === message.author.id;
      // The answer of one that is being sent is on its way.
      if (!isOwn || this.#turns.get(channelId)?.sending === unsent.nonce) continue;
      this.#remove(unsent.nonce);
      this.#store.apply({ kind: "outgoing-acked", nonce: unsent.nonce, message });
    }
    this.#advance(channelId);
  }

  /** The line is up anew: all goes on at once that no server asked to wait. A request from before may never be answered. */
  wake(): void {
    for (const [channelId, turn] of this.#turns) {
      turn.tries = 0;
      if (!turn.isTold) turn.notBeforeMs = 0;
      turn.cut?.abort(NEW_LINE);
      this.#advance(channelId);
    }
    this.#advanceAll();
  }

  /** Takes over what this tab kept before a reload and what dead tabs left. */
  async restore(): Promise<void> {
    if (this.#store.getState().self.kind !== "person") return;
    const found = await this.#keeper.adopt();
    // Whoever is here by now: what was found is this tab's to keep in any case.
    const { self } = this.#store.getState();
    const known = [...this.#all, ...this.#others];
    const added = found.filter(({ nonce }) => !known.some((one) => one.nonce === nonce));
    const all = [...known, ...added];
    if (added.length > 0) all.sort((a, b) => a.composedAtMs - b.composedAtMs);
    const isOwn = ({ userId }: Unsent): boolean => self.kind === "person" && userId === self.id;
    this.#all = all.filter(isOwn);
    this.#others = all.filter((one) => !isOwn(one) && Date.now() - one.composedAtMs < limits.othersUnsentMs);
    this.#keep();
    this.showAll();
  }

  /** Channels became known: what waits in them is shown, and goes on. */
  showAll(): void {
    for (const unsent of this.#all) {
      if (this.#isLost(unsent)) this.#remove(unsent.nonce);
      else this.#show(unsent);
    }
    this.#advanceAll();
  }

  /** The person is gone. Unless they logged out, they may come back for what they did not send. */
  forget(): void {
    for (const turn of this.#turns.values()) clearTimeout(turn.timer);
    this.#turns.clear();
    this.#others = [...this.#others, ...this.#all].filter((one) => !isOfLeft(this.#ports.storage, one));
    this.#all = [];
    this.#keep();
  }

  close(): void {
    for (const turn of this.#turns.values()) clearTimeout(turn.timer);
    this.#turns.clear();
    this.#keeper.close();
  }

  #find(nonce: string): Unsent | undefined {
    return this.#all.find((one) => one.nonce === nonce);
  }

  #turn(channelId: Snowflake): Turn {
    const turn = this.#turns.get(channelId) ?? {
      sending: null,
      cut: null,
      timer: undefined,
      tries: 0,
      notBeforeMs: 0,
      isTold: false,
    };
    this.#turns.set(channelId, turn);
    return turn;
  }

  /** It failed long ago in a channel that is gone: nobody will ever see it. */
  #isLost({ channelId, failed, composedAtMs }: Unsent): boolean {
    const { awaited, channels } = this.#store.getState();
    const isGone = awaited.length === 0 && channels[channelId] === undefined;
    return failed !== null && isGone && Date.now() - composedAtMs >= limits.othersUnsentMs;
  }

  #put(unsent: Unsent): void {
    this.#all = this.#all.map((one) => (one.nonce === unsent.nonce ? unsent : one));
    this.#keep();
    this.#show(unsent);
  }

  #remove(nonce: string): void {
    this.#all = this.#all.filter((one) => one.nonce !== nonce);
    this.#others = this.#others.filter((one) => one.nonce !== nonce);
    this.#keep();
  }

  #keep(): void {
    this.#keeper.keep([...this.#others, ...this.#all]);
  }

  #show(unsent: Unsent): void {
    const { nonce, channelId, content, replyTo, mentionAuthor, composedAtMs, failed } = unsent;
    const sending = this.#turns.get(channelId)?.sending === nonce;
    const status: Shown["status"] =
      failed === null ? { kind: sending ? "sending" : "queued" } : { kind: "failed", reason: failed };
    const outgoing = { nonce, channelId, content, replyTo, mentionAuthor, composedAtMs, status };
    this.#store.apply({ kind: "outgoing-put", outgoing });
  }

  #advanceAll(): void {
    for (const channelId of new Set(this.#all.map((one) => one.channelId))) this.#advance(channelId);
  }

  /** Sends the channel's next message if the line is up, none is on its way and none has to wait. */
  #advance(channelId: Snowflake): void {
    const turn = this.#turn(channelId);
    clearTimeout(turn.timer);
    if (turn.sending !== null) return;
    const next = this.#all.find((one) => one.channelId === channelId && one.failed === null);
    if (!next) return;
    const waitMs = turn.notBeforeMs - Date.now();
    // By a clock that was set back, nobody knows how long it waited.
    if (Math.abs(Date.now() - next.sinceMs) > limits.nonceMs) {
      this.#put({ ...next, failed: t("errors.notSent") });
      this.#advance(channelId);
    } else if (waitMs > 0 && waitMs <= limits.nonceMs) {
      turn.timer = setTimeout(() => this.#advance(channelId), waitMs);
    } else if (this.#store.getState().connection.kind === "open") {
      void this.#post(turn, next);
    }
  }

  async #post(turn: Turn, unsent: Unsent): Promise<void> {
    const { channelId, nonce } = unsent;
    turn.sending = nonce;
    this.#show(unsent);
    const cut = new AbortController();
    const answer = await this.#request(turn, unsent, cut);
    const wasKept = this.#find(nonce) !== undefined;
    if (answer.ok) this.#remove(nonce);
    const isOver = this.#turns.get(channelId) !== turn;
    // The person of this session is gone; maybe they are back already.
    if (isOver && !(answer.ok && wasKept)) return;
    if (answer.ok) {
      turn.tries = 0;
      this.#store.apply({ kind: "outgoing-acked", nonce, message: answer.value });
    }
    if (answer.ok || !wasKept || cut.signal.reason === NEW_LINE) this.#advance(channelId);
    else this.#notSent(turn, unsent, answer);
  }

  async #request(turn: Turn, unsent: Unsent, cut: AbortController): Promise<Answer<WireMessage>> {
    const timer = setTimeout(() => cut.abort(), limits.requestMs);
    turn.cut = cut;
    try {
      // To begin a request takes some milliseconds: the message is on the screen first.
      await new Promise<void>((resolve) => this.#ports.soon(resolve));
      if (this.#turns.get(unsent.channelId) !== turn) return noAnswer;
      return await createMessage(this.#rest, unsent.channelId, bodyOf(unsent), cut.signal);
    } finally {
      clearTimeout(timer);
      turn.sending = null;
      turn.cut = null;
    }
  }

  #notSent(turn: Turn, unsent: Unsent, answer: Refused): void {
    const { channelId } = unsent;
    if (answer.code === UNKNOWN_CHANNEL) {
      this.discard(channelId, unsent.nonce);
    } else if (isFinal(answer)) {
      this.#put({ ...unsent, failed: Object.values(answer.fields)[0] ?? answer.message });
      this.#advance(channelId);
    } else {
      this.#show(unsent);
      this.#later(turn, channelId, answer);
    }
  }

  #later(turn: Turn, channelId: Snowflake, answer: Refused): void {
    turn.tries += 1;
    const backoffMs = Math.min(limits.retryMaxMs, limits.retryMinMs * 2 ** (turn.tries - 1));
    const toldMs = answer.retryAfterMs === undefined ? null : Math.min(answer.retryAfterMs, limits.nonceMs);
    turn.isTold = toldMs !== null;
    turn.notBeforeMs = Date.now() + (toldMs ?? backoffMs * (0.5 + this.#ports.random() / 2));
    this.#advance(channelId);
  }
}

/** The server has said no. Else it does not know, or not yet: the message stays in the queue. */
function isFinal({ status }: Refused): boolean {
  return status >= 400 && status < 500 && ![401, 408, 429].includes(status);
}

function bodyOf({ content, nonce, replyTo, mentionAuthor }: Unsent): NewMessage {
  const body: NewMessage = { content, nonce, enforce_nonce: true };
  if (replyTo === null) return body;
  return {
    ...body,
    message_reference: { message_id: replyTo.messageId, fail_if_not_exists: false },
    allowed_mentions: { parse: ["users", "roles", "everyone"], replied_user: mentionAuthor },
  };
}
