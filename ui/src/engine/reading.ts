/** How far was read: shown at once, told soon, and told again where the line broke. One request of a channel at a time. */

import { ack, ackBulk } from "../net/api/messages.ts";
import type { Answer } from "../net/refused.ts";
import type { Rest } from "../net/rest.ts";
import { compareSnowflakes, type Snowflake } from "../net/snowflake.ts";
import type { Event } from "../state/event.ts";
import { channelsInOrder } from "../state/select/guilds.ts";
import { unreadOfChannel } from "../state/select/reads.ts";
import { endOfChannel } from "../state/select/timelines.ts";
import type { Store } from "./store.ts";

/** A channel is told of at most this often. */
const EVERY_MS = 1_000;
/** A server that could not take it is not told again sooner. */
const AGAIN_MS = 5_000;
/** Channels of one bulk request (docs/rest-api.md). */
const BULK_MAX = 100;

/** What the server must be told of a channel, or is being told. */
interface Pending {
  messageId: Snowflake;
  /** The newest that it was told of, or is being told of now. */
  told: Snowflake | null;
  telling: Promise<Answer<void>> | null;
}

type Read = Extract<Event, { kind: "read" }>;

export class Reading {
  readonly #store: Store;
  readonly #rest: Rest;
  readonly #pending = new Map<Snowflake, Pending>();
  /** Channels of guilds that were read as a whole, with what the server must be told of them. */
  readonly #bulk = new Map<Snowflake, Snowflake>();
  #tellingBulk: Promise<Answer<void>> | null = null;
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();

  constructor(store: Store, rest: Rest) {
    this.#store = store;
    this.#rest = rest;
  }

  forget(): void {
    this.#pending.clear();
    this.#bulk.clear();
    this.#tellingBulk = null;
    // Whoever waits for one of them goes on no more.
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  /** The line is up: what could not be told is told. */
  wake(): void {
    for (const channelId of this.#pending.keys()) void this.#tell(channelId);
    void this.#tellBulk();
  }

  /** What was read here and is not known to the server: a READY does not count it. */
  untold(): readonly Read[] {
    const single = [...this.#pending].map(([channelId, { messageId }]) => ({ channelId, messageId }));
    const bulk = [...this.#bulk].map(([channelId, messageId]) => ({ channelId, messageId }));
    return [...single, ...bulk].map((one) => ({ kind: "read", ...one }));
  }

  read(channelId: Snowflake, messageId: Snowflake): void {
    const { reads } = this.#store.getState();
    this.#store.apply({ kind: "read", channelId, messageId });
    // It was read before.
    if (this.#store.getState().reads === reads) return;
    this.#bulk.delete(channelId);
    this.#put(channelId, messageId);
    void this.#tell(channelId);
  }

  /** All messages from `messageId` on are new again. */
  async markUnread(channelId: Snowflake, messageId: Snowflake): Promise<Answer<void>> {
    const pending = this.#pending.get(channelId);
    this.#pending.delete(channelId);
    const ofBulk = this.#bulk.get(channelId);
    this.#bulk.delete(channelId);
    if (ofBulk !== undefined) {
      await this.#tellingBulk;
      await ack(this.#rest, channelId, ofBulk, {});
    }
    if (pending) {
      // What is on its way says that more was read: coming later, it would undo this.
      await pending.telling;
      // And only from what the server knows to be read is there a way back.
      if (pending.told !== pending.messageId) await ack(this.#rest, channelId, pending.messageId, {});
    }
    const messages = this.#store.getState().timelines[channelId]?.messages ?? [];
    const before = messages.filter(({ id }) => compareSnowflakes(id, messageId) < 0).at(-1);
    const lastReadId = before?.id ?? String(BigInt(messageId) - 1n);
    return ack(this.#rest, channelId, lastReadId, { manual: true });
  }

  readGuild(guildId: Snowflake): void {
    const state = this.#store.getState();
    const unread = channelsInOrder(state, guildId).flatMap(({ id: channelId }) => {
      const messageId = unreadOfChannel(state, channelId).unread ? endOfChannel(state, channelId) : null;
      return messageId === null ? [] : [{ channelId, messageId }];
    });
    this.#store.apply(...unread.map((one) => ({ kind: "read", ...one }) as const));
    for (const { channelId, messageId } of unread) this.#bulk.set(channelId, messageId);
    void this.#tellBulk();
  }

  async #tellBulk(): Promise<void> {
    if (this.#tellingBulk || this.#bulk.size === 0) return;
    if (this.#store.getState().connection.kind !== "open") return;
    const part = [...this.#bulk].slice(0, BULK_MAX);
    const body = part.map(([channel_id, message_id]) => ({ channel_id, message_id }));
    const telling = ackBulk(this.#rest, body);
    this.#tellingBulk = telling;
    const answer = await telling;
    if (this.#tellingBulk !== telling) return;
    if (mayTellAgain(answer)) await this.#pause(againMs(answer));
    else for (const [id, messageId] of part) if (this.#bulk.get(id) === messageId) this.#bulk.delete(id);
    this.#tellingBulk = null;
    void this.#tellBulk();
  }

  #put(channelId: Snowflake, messageId: Snowflake): void {
    const known = this.#pending.get(channelId);
    if (!known) this.#pending.set(channelId, { messageId, told: null, telling: null });
    else if (compareSnowflakes(messageId, known.messageId) > 0) known.messageId = messageId;
  }

  async #tell(channelId: Snowflake): Promise<void> {
    const pending = this.#pending.get(channelId);
    if (!pending || pending.telling) return;
    if (this.#store.getState().connection.kind !== "open") return;
    const { messageId } = pending;
    pending.told = messageId;
    pending.telling = ack(this.#rest, channelId, messageId, {});
    const [answer] = await Promise.all([pending.telling, this.#pause(EVERY_MS)]);
    const again = mayTellAgain(answer);
    if (again) await this.#pause(againMs(answer));
    pending.telling = null;
    if (this.#pending.get(channelId) !== pending) return;
    if (again || pending.messageId !== messageId) void this.#tell(channelId);
    else this.#pending.delete(channelId);
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        resolve();
      }, ms);
      this.#timers.add(timer);
    });
  }
}

function mayTellAgain(answer: Answer<void>): boolean {
  return !answer.ok && (answer.status === 0 || answer.status === 429 || answer.status >= 500);
}

function againMs(answer: Answer<void>): number {
  return Math.max(AGAIN_MS, answer.ok ? 0 : (answer.retryAfterMs ?? 0));
}
