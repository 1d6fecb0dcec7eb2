/**
 * One channel's history on a server, and what a client gets of it: events that lag, pages that are older than their arrival,
 * lines that break (and resume, or not), and a server that dies with messages that were told and never durable.
 */

import { limits } from "../../limits.ts";
import { compareSnowflakes } from "../../net/snowflake.ts";
import type { WireMessage } from "../../net/wire.ts";
import type { Event } from "../event.ts";
import type { LoadKind, State } from "../model.ts";
import { reduce, reduceAll } from "../reduce.ts";
import { needsCatchUp } from "../select/timelines.ts";
import type { PageEvent } from "./builders.ts";
import {
  arrived,
  CHANNEL,
  channel,
  guild,
  id,
  ME,
  message,
  outgoing,
  page,
  readyOf,
  user,
} from "./builders.ts";

export type Step = readonly [what: number, a: number];

interface Request {
  readonly load: LoadKind;
  readonly ask: () => PageEvent;
  answer: PageEvent | null;
}

export class ModelHistory {
  state: State = arrived();
  history: WireMessage[] = [];
  /** Own messages that the client was told to be durable, by the key of their row. */
  readonly acked = new Map<string, string>();
  private n = 0;
  private nonce = 0;
  private readonly line: Event[] = [];
  private request: Request | null = null;
  private readonly acks: { event: Event; id: string; nonce: string }[] = [];
  private connected = true;

  /** What may happen, and how often beside the others. */
  private readonly steps = weighted<(a: number) => void>([
    [4, () => this.send()],
    [2, () => this.sendOwn()],
    [1, (a) => this.edit(a)],
    [2, (a) => this.delete(a)],
    [6, (a) => this.hear(1 + (a % 4))],
    [9, (a) => this.ask(a)],
    [4, () => this.answer()],
    [9, () => this.arrive()],
    [2, () => this.hearAck()],
    [1, (a) => this.reduce({ kind: "pinned", channelId: CHANNEL, pinned: a % 2 === 0 })],
    [1, () => this.breakLine()],
    [2, () => this.resume()],
    [1, (a) => (a % 2 === 0 ? this.newSession() : this.crash(a % 3))],
  ]);

  constructor() {
    for (let count = 0; count < 20; count += 1) this.send();
  }

  step([what, a]: Step): void {
    this.steps[what % this.steps.length]?.(a);
  }

  /** All that is on its way comes, and the client does what it does when it is open. */
  settle(): void {
    if (!this.connected) this.resume();
    this.hear(this.line.length);
    this.answer();
    this.arrive();
    while (this.acks.length > 0) this.hearAck();
    if (this.state.timelines[CHANNEL] === undefined) this.load("newest");
    for (let at = 0; at < 3 && needsCatchUp(this.state, CHANNEL); at += 1) this.load("catch-up");
    for (const messageId of this.state.timelines[CHANNEL]?.refetch ?? []) {
      const now = this.history.find((one) => one.id === messageId);
      if (now) this.reduce({ kind: "message-fetched", message: now });
    }
  }

  private load(load: LoadKind): void {
    this.begin(load);
    this.answer();
    this.arrive();
  }

  private send(): void {
    this.n += 1;
    const sent = message(this.n);
    this.history.push(sent);
    this.tell({ kind: "message-create", message: sent });
  }

  private sendOwn(): void {
    this.n += 1;
    this.nonce += 1;
    const nonce = `n${this.nonce}`;
    this.reduce({ kind: "outgoing-put", outgoing: outgoing(nonce) });
    const sent = message(this.n, { author: user(ME), nonce });
    this.history.push(sent);
    this.tell({ kind: "message-create", message: sent });
    this.acks.push({ event: { kind: "outgoing-acked", nonce, message: sent }, id: sent.id, nonce });
  }

  private edit(a: number): void {
    const at = a % Math.max(1, this.history.length);
    const known = this.history[at];
    if (known === undefined) return;
    const edited = { ...known, content: `${known.content}!` };
    this.history[at] = edited;
    this.tell({ kind: "message-update", message: edited });
  }

  private delete(a: number): void {
    const [gone] = this.history.splice(a % Math.max(1, this.history.length), 1);
    if (gone) this.tell({ kind: "message-delete", channelId: CHANNEL, messageIds: [gone.id] });
  }

  private tell(event: Event): void {
    this.line.push(event);
  }

  private hear(count: number): void {
    if (!this.connected) return;
    this.state = reduceAll(this.state, this.line.splice(0, count));
  }

  /** A view asks for something. */
  private ask(a: number): void {
    const timeline = this.state.timelines[CHANNEL];
    if (this.request !== null) return;
    const kinds: LoadKind[] = ["older", "older", "older", "newer", "newer", "around", "around", "newest"];
    let load = kinds[a % kinds.length];
    if (timeline === undefined || timeline.messages.length === 0) load = "newest";
    else if (needsCatchUp(this.state, CHANNEL) && a % 5 > 0) load = "catch-up";
    if (load === "older" && !timeline?.hasOlder) return;
    if (load === "newer" && !timeline?.hasNewer) return;
    if (load) this.begin(load, a);
  }

  private begin(load: LoadKind, a = 0): void {
    const timeline = this.state.timelines[CHANNEL];
    const oldest = timeline?.messages[0]?.id;
    const newest = timeline?.messages.at(-1)?.id;
    const from = oldest === undefined ? null : String(BigInt(oldest) - 1n);
    const target = id(1 + (a % Math.max(1, this.n)));
    const questions: Record<LoadKind, () => PageEvent> = {
      newest: () => this.before(load, null),
      older: () => this.before(load, oldest ?? null),
      newer: () => this.after(load, newest ?? null, limits.pageMessages),
      around: () => this.around(target),
      "catch-up": () =>
        from === null ? this.before(load, null) : this.after(load, from, limits.timelineMessages),
    };
    this.reduce({ kind: "load-begun", channelId: CHANNEL, load });
    this.request = { load, ask: questions[load], answer: null };
  }

  /** The server makes the page: from now on it grows old. */
  private answer(): void {
    if (this.request) this.request.answer ??= this.request.ask();
  }

  private arrive(): void {
    this.answer();
    if (this.request?.answer == null) return;
    this.reduce(this.request.answer);
    this.request = null;
  }

  private hearAck(): void {
    const ack = this.acks.shift();
    // Only what is durable is acked.
    if (!ack || !(this.history.some(({ id: of }) => of === ack.id) || this.wasTold(ack.id))) return;
    this.reduce(ack.event);
    this.acked.set(ack.id, ack.nonce);
  }

  private wasTold(messageId: string): boolean {
    return this.line.some((event) => event.kind === "message-delete" && event.messageIds.includes(messageId));
  }

  private breakLine(): void {
    this.connected = false;
    const waiting = { kind: "waiting", attempt: 1, retryAtMs: 0, offline: false } as const;
    this.reduce({ kind: "connection", connection: waiting });
  }

  private resume(): void {
    if (this.connected) return;
    this.connected = true;
    this.hear(this.line.length);
    this.reduce({ kind: "resumed" });
    this.reduce({ kind: "connection", connection: { kind: "open" } });
  }

  /** The server does not know the session any more: what was on the line is lost. */
  private newSession(): void {
    this.breakLine();
    this.connected = true;
    this.line.length = 0;
    this.reduce({ kind: "ready", ready: readyOf() });
    this.reduce({ kind: "connection", connection: { kind: "open" } });
    const channels = [channel(CHANNEL, { last_message_id: this.history.at(-1)?.id ?? null })];
    this.tell({ kind: "guild-create", guild: guild({ channels }) });
  }

  /** The newest messages were told and are lost; nobody says so. */
  private crash(lost: number): void {
    const gone = this.history.splice(Math.max(0, this.history.length - lost), lost).map((one) => one.id);
    this.acks.splice(0, this.acks.length, ...this.acks.filter((ack) => !gone.includes(ack.id)));
    // Whoever waits for an answer gets none.
    if (this.request) this.reduce({ kind: "load-failed", channelId: CHANNEL, load: this.request.load });
    this.request = null;
    this.newSession();
  }

  private before(load: LoadKind, before: string | null): PageEvent {
    const all = this.history.filter((one) => before === null || compareSnowflakes(one.id, before) < 0);
    const messages = all.slice(-limits.pageMessages);
    const reachedOldest = messages.length === all.length;
    return page(load, messages, { before, reachedOldest, reachedNewest: before === null }) as PageEvent;
  }

  private after(load: LoadKind, after: string | null, count: number): PageEvent {
    const all = this.history.filter((one) => after === null || compareSnowflakes(one.id, after) > 0);
    const messages = all.slice(0, count);
    return page(load, messages, { after, reachedNewest: messages.length === all.length }) as PageEvent;
  }

  private around(target: string): PageEvent {
    const at = this.history.findIndex((one) => compareSnowflakes(one.id, target) >= 0);
    const start = Math.max(0, (at < 0 ? this.history.length : at) - 2);
    const messages = this.history.slice(start, start + limits.pageMessages);
    const reachedNewest = start + messages.length === this.history.length;
    return page("around", messages, { reachedOldest: start === 0, reachedNewest }) as PageEvent;
  }

  private reduce(event: Event): void {
    this.state = reduce(this.state, event);
  }
}

function weighted<T>(entries: readonly (readonly [times: number, value: T])[]): readonly T[] {
  return entries.flatMap(([times, value]) => Array.from({ length: times }, () => value));
}
