/** Own reactions: shown at once, told one request at a time, so that the last wish is what stays. */

import { setOwnReaction } from "../net/api/messages.ts";
import type { Answer } from "../net/refused.ts";
import type { Rest } from "../net/rest.ts";
import type { Snowflake } from "../net/snowflake.ts";
import type { History } from "./history.ts";
import type { Store } from "./store.ts";

type At = readonly [channelId: Snowflake, messageId: Snowflake, emoji: string];
interface Wish {
  on: boolean;
  answer?: Promise<Answer<void>>;
}

export class Reactions {
  readonly #store: Store;
  readonly #rest: Rest;
  readonly #history: History;
  readonly #wishes = new Map<string, Wish>();

  constructor(store: Store, rest: Rest, history: History) {
    this.#store = store;
    this.#rest = rest;
    this.#history = history;
  }

  forget(): void {
    this.#wishes.clear();
  }

  react(at: At, on: boolean): Promise<Answer<void>> {
    this.#show(at, on);
    const key = at.join();
    const wish: Wish = this.#wishes.get(key) ?? { on };
    wish.on = on;
    this.#wishes.set(key, wish);
    wish.answer ??= this.#tell(at, wish);
    return wish.answer;
  }

  async #tell(at: At, wish: Wish): Promise<Answer<void>> {
    for (;;) {
      const { on } = wish;
      const answer = await setOwnReaction(this.#rest, at, on);
      // Else somebody else is here now.
      if (this.#wishes.get(at.join()) !== wish) return answer;
      const isRefused = !answer.ok && !isUnknown(answer.status);
      // What was refused is as it was before: as the person wants it by now.
      if (wish.on !== on && !isRefused) continue;
      this.#wishes.delete(at.join());
      if (isRefused) this.#show(at, !on);
      else if (!answer.ok) this.#history.doubt(at[0], at[1]);
      return answer;
    }
  }

  #show([channelId, messageId, emoji]: At, on: boolean): void {
    this.#store.apply({ kind: "own-reaction", channelId, messageId, emoji, on });
  }
}

/** It may have been done. */
function isUnknown(status: number): boolean {
  return status < 400 || status >= 500;
}
