/** How far was read: shown at once, told soon, and told again where the line broke. One request of a channel at a time. */

import { ack, ackBulk } from "../net/api/messages.ts";
import type { Answer } from "../net/refused.ts";
import type { Rest } from "../net/rest.ts";
import { compareSnowflakes, type Snowflake } from "../net/snowflake.ts";
import type { Store } from "./store.ts";

/** A channel is told of at most this often. */
const EVERY_MS = 1_000;
/** Channels of one bulk request (docs/rest-api.md). */
const BULK_MAX = 100;

interface Pending {
  /** The newest message that the server must be told of; null: it knows. */
  messageId: Snowflake | null;
  busy: boolean;
}

export class Reading {
  readonly #store: Store;
  readonly #rest: Rest;
  readonly #pending = new Map<Snowflake, Pending>();

  constructor(store: Store, rest: Rest) {
    this.#store = store;
    this.#rest = rest;
  }

  forget(): void {
    this.#pending.clear();
  }

  /** The line is up: what could not be told is told. */
  wake(): void {
    for (const channelId of this.#pending.keys()) void this.#tell(channelId);
  }

  read(channelId: Snowflake, messageId: Snowflake): void {
    const { reads } = this.#store.getState();
    this.#store.apply({ kind: "read", channelId, messageId });
    // It was read before.
    if (this.#store.getState().reads === reads) return;
    const pending = this.#pending.get(channelId) ?? { messageId: null, busy: false };
    pending.messageId = messageId;
    this.#pending.set(channelId, pending);
    void this.#tell(channelId);
  }

  /** All messages from `messageId` on are new again. */
  async markUnread(channelId: Snowflake, messageId: Snowflake): Promise<Answer<void>> {
    this.#pending.delete(channelId);
    const messages = this.#store.getState().timelines[channelId]?.messages ?? [];
    const before = messages.filter(({ id }) => compareSnowflakes(id, messageId) < 0).at(-1);
    const lastReadId = before?.id ?? String(BigInt(messageId) - 1n);
    return ack(this.#rest, channelId, lastReadId, { manual: true });
  }

  async readGuild(guildId: Snowflake): Promise<void> {
    const { channels, reads } = this.#store.getState();
    const unread = Object.values(channels).flatMap(({ id, guildId: of, kind, lastMessageId }) => {
      const lastReadId = reads[id]?.lastReadId ?? "0";
      const isUnread = lastMessageId !== null && compareSnowflakes(lastMessageId, lastReadId) > 0;
      return of === guildId && kind === "text" && isUnread ? [{ id, messageId: lastMessageId }] : [];
    });
    if (unread.length === 0) return;
    this.#store.apply(
      ...unread.map(({ id, messageId }) => ({ kind: "read", channelId: id, messageId }) as const),
    );
    for (let at = 0; at < unread.length; at += BULK_MAX) {
      const part = unread.slice(at, at + BULK_MAX);
      const body = part.map(({ id, messageId }) => ({ channel_id: id, message_id: messageId }));
      const answer = await ackBulk(this.#rest, body);
      if (mayTellAgain(answer)) {
        for (const { id, messageId } of part) this.#pending.set(id, { messageId, busy: false });
      }
    }
  }

  async #tell(channelId: Snowflake): Promise<void> {
    const pending = this.#pending.get(channelId);
    if (!pending || pending.messageId === null || pending.busy) return;
    if (this.#store.getState().connection.kind !== "open") return;
    const { messageId } = pending;
    pending.busy = true;
    const [answer] = await Promise.all([ack(this.#rest, channelId, messageId, {}), pause(EVERY_MS)]);
    pending.busy = false;
    if (this.#pending.get(channelId) !== pending) return;
    if (pending.messageId !== messageId || mayTellAgain(answer)) void this.#tell(channelId);
    else this.#pending.delete(channelId);
  }
}

function mayTellAgain(answer: Answer<void>): boolean {
  return !answer.ok && (answer.status === 0 || answer.status === 429 || answer.status >= 500);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
