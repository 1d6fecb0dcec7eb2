/** Who uses this browser. Kept for all tabs; a tab follows what another one does. */

import type { Snowflake } from "../net/snowflake.ts";
import { keep, kept } from "./kept.ts";
import type { Ports } from "./ports.ts";

export interface Login {
  readonly token: string;
  readonly userId: Snowflake;
}

export const LOGIN_KEY = "belfry.login";

function isLogin(value: unknown): value is Login {
  const { token, userId } = (value ?? {}) as Partial<Record<keyof Login, unknown>>;
  return typeof token === "string" && typeof userId === "string";
}

export interface Logins {
  current(): Login | null;
  /** Another one in this tab: the others will hear of it. */
  set(login: Login | null): void;
  /** Takes what another tab has set. */
  adopt(login: Login | null): void;
  /** What all tabs agree on, which this one may not have heard of yet. */
  shared(): Login | null;
  /** Calls when another tab logged in or out. Returns how to stop that. */
  follow(changed: (login: Login | null) => void): () => void;
}

export function createLogins({ storage, window }: Pick<Ports, "storage" | "window">): Logins {
  const read = (): Login | null => kept(storage, LOGIN_KEY, isLogin);
  let login = read();
  return {
    current: () => login,
    set(next) {
      login = next;
      keep(storage, LOGIN_KEY, next);
    },
    adopt(next) {
      login = next;
    },
    shared: () => (storage === null ? login : read()),
    follow(changed) {
      const heard = (event: Event): void => {
        const { key } = event as StorageEvent;
        // Null: the whole storage was cleared.
        if (key !== LOGIN_KEY && key !== null) return;
        const next = read();
        if (next?.token === login?.token) return;
        login = next;
        changed(next);
      };
      window.addEventListener("storage", heard);
      return () => window.removeEventListener("storage", heard);
    },
  };
}
