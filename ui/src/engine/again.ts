/** Messages that are fetched again one by one: what was told of them while their page came may be in it, or not. */

import { limits } from "../limits.ts";
import { getMessage } from "../net/api/messages.ts";
import type { Rest } from "../net/rest.ts";
import type { Snowflake } from "../net/snowflake.ts";
import { messageById } from "../state/select/timelines.ts";
import type { Store } from "./store.ts";

/** How often a message that changes all the time is fetched again. */
const TRIES = 3;
/** A page may be ahead of the gateway by so much: a reaction told within it may be counted in the page already. */
const AHEAD_MS = 3_000;
/** Such messages are fetched again after this, a few at a time. */
const RECOUNT_MS = 1_000;
const RECOUNTS_MAX = 10;

export class Again {
  readonly #store: Store;
  readonly #rest: Rest;
  /** The channel that a page came of last, and when. */
  #paged: { readonly channelId: Snowflake; readonly atMs: number } | null = null;
  readonly #recounts = new Map<Snowflake, ReturnType<typeof setTimeout>>();
  /** Messages of which it is not known what became of an own reaction, by id, with their channels. */
  readonly #doubted = new Map<Snowflake, Snowflake>();

  constructor(store: Store, rest: Rest) {
    this.#store = store;
    this.#rest = rest;
  }

  forget(): void {
    this.#paged = null;
    for (const timer of this.#recounts.values()) clearTimeout(timer);
    this.#recounts.clear();
    this.#doubted.clear();
  }

  /** The line is up. */
  wake(): void {
    for (const [messageId, channelId] of this.#doubted) void this.#settle(channelId, messageId);
  }

  /** Nobody answered an own reaction: history says what became of it, as soon as it can be asked. */
  doubt(channelId: Snowflake, messageId: Snowflake): void {
    this.#doubted.set(messageId, channelId);
    this.#recount(channelId, messageId);
  }

  /** A page came. */
  paged(channelId: Snowflake): void {
    this.#paged = { channelId, atMs: Date.now() };
  }

  /** Somebody reacted: right after a page nobody knows whether it was counted. */
  reacted(channelId: Snowflake, messageId: Snowflake): void {
    if (this.#paged?.channelId !== channelId || Date.now() - this.#paged.atMs > AHEAD_MS) return;
    if (this.#recounts.size < RECOUNTS_MAX) this.#recount(channelId, messageId);
  }

  #recount(channelId: Snowflake, messageId: Snowflake, afterMs = RECOUNT_MS): void {
    if (this.#recounts.has(messageId)) return;
    const recount = (): void => {
      this.#recounts.delete(messageId);
      void this.#settle(channelId, messageId);
    };
    this.#recounts.set(messageId, setTimeout(recount, afterMs));
  }

  /** What is doubted stays so until there is an answer. */
  async #settle(channelId: Snowflake, messageId: Snowflake): Promise<void> {
    const isKnown = this.#known(channelId, messageId) !== null;
    if (isKnown && !(await this.#fetch(channelId, messageId)) && this.#doubted.has(messageId)) {
      if (this.#store.getState().connection.kind === "open")
        this.#recount(channelId, messageId, limits.retryMaxMs);
    } else {
      this.#doubted.delete(messageId);
    }
  }

  /** Fetches what the reducer wants to know again after a page. */
  async refetch(channelId: Snowflake): Promise<void> {
    const ids = this.#store.getState().timelines[channelId]?.refetch ?? [];
    await Promise.all(ids.map((id) => this.#fetch(channelId, id)));
  }

  /** Returns whether that is settled: there was an answer, or there will be none. */
  async #fetch(channelId: Snowflake, id: Snowflake): Promise<boolean> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const before = this.#known(channelId, id);
      const answer = await getMessage(this.#rest, channelId, id);
      if (!answer.ok) return answer.status >= 400 && answer.status < 500 && answer.status !== 429;
      this.#store.flush();
      const still = this.#known(channelId, id);
      if (!still) break;
      // Changed again meanwhile: the answer may be older than that.
      if (still === before || tries === TRIES - 1) {
        this.#store.apply({ kind: "message-fetched", message: answer.value });
        break;
      }
    }
    return true;
  }

  #known(channelId: Snowflake, id: Snowflake): unknown {
    return messageById(this.#store.getState(), channelId, id);
  }
}
