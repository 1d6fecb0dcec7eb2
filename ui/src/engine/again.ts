/** Messages that are fetched again one by one: what was told of them while their page came may be in it, or not. */

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

  constructor(store: Store, rest: Rest) {
    this.#store = store;
    this.#rest = rest;
  }

  forget(): void {
    this.#paged = null;
    for (const timer of this.#recounts.values()) clearTimeout(timer);
    this.#recounts.clear();
  }

  /** A page came. */
  paged(channelId: Snowflake): void {
    this.#paged = { channelId, atMs: Date.now() };
  }

  /** Somebody reacted: right after a page nobody knows whether it was counted. */
  reacted(channelId: Snowflake, messageId: Snowflake): void {
    if (this.#paged?.channelId !== channelId || Date.now() - this.#paged.atMs > AHEAD_MS) return;
    if (this.#recounts.has(messageId) || this.#recounts.size >= RECOUNTS_MAX) return;
    const recount = (): void => {
      this.#recounts.delete(messageId);
      if (this.#known(channelId, messageId)) void this.#fetch(channelId, messageId);
    };
    this.#recounts.set(messageId, setTimeout(recount, RECOUNT_MS));
  }

  /** Fetches what the reducer wants to know again after a page. */
  async refetch(channelId: Snowflake): Promise<void> {
    const ids = this.#store.getState().timelines[channelId]?.refetch ?? [];
    await Promise.all(ids.map((id) => this.#fetch(channelId, id)));
  }

  async #fetch(channelId: Snowflake, id: Snowflake): Promise<void> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const before = this.#known(channelId, id);
      const answer = await getMessage(this.#rest, channelId, id);
      if (!answer.ok) return;
      this.#store.flush();
      const still = this.#known(channelId, id);
      if (!still) return;
      // Changed again meanwhile: the answer may be older than that.
      if (still === before || tries === TRIES - 1) {
        return this.#store.apply({ kind: "message-fetched", message: answer.value });
      }
    }
  }

  #known(channelId: Snowflake, id: Snowflake): unknown {
    return messageById(this.#store.getState(), channelId, id);
  }
}
