/** Who types: told now and then, and over after a while. */

import { limits } from "../limits.ts";
import { startTyping } from "../net/api/messages.ts";
import type { Rest } from "../net/rest.ts";
import type { Snowflake } from "../net/snowflake.ts";
import type { Store } from "./store.ts";

const TICK_MS = 1_000;

export class Typing {
  readonly #store: Store;
  readonly #rest: Rest;
  readonly #toldMs = new Map<Snowflake, number>();
  #tick: ReturnType<typeof setInterval> | undefined;

  constructor(store: Store, rest: Rest) {
    this.#store = store;
    this.#rest = rest;
  }

  /** The person types. */
  typing(channelId: Snowflake): void {
    const now = Date.now();
    if (this.#store.getState().connection.kind !== "open") return;
    // The clock may have been set back.
    if (Math.abs(now - (this.#toldMs.get(channelId) ?? 0)) < limits.typingEveryMs) return;
    this.#toldMs.set(channelId, now);
    void startTyping(this.#rest, channelId);
  }

  /** The person sent what they typed: typing again is news. */
  sent(channelId: Snowflake): void {
    this.#toldMs.delete(channelId);
  }

  /** While others type, time is told to the state. Returns how to stop that. */
  follow(): () => void {
    const ends = this.#store.subscribe(({ typing }) => {
      const isNeeded = Object.keys(typing).length > 0;
      if (isNeeded) this.#tick ??= setInterval(() => this.#passed(), TICK_MS);
      else this.#stop();
    });
    return () => {
      ends();
      this.#stop();
    };
  }

  #passed(): void {
    this.#store.apply({ kind: "tick", nowMs: Date.now() });
  }

  #stop(): void {
    clearInterval(this.#tick);
    this.#tick = undefined;
  }
}
