/** What actions work with. */

import type { Rest } from "../../net/rest.ts";
import type { State } from "../../state/model.ts";
import type { Answer, Refused } from "../actions.ts";
import type { Store } from "../store.ts";
import type { Login } from "../token.ts";

export interface Parts {
  readonly store: Store;
  readonly rest: Rest;
  /** Somebody logged in: connects. */
  arrive(login: Login): void;
  /** The person logged out; returns who they were. */
  leave(): Login | null;
}

export const done = { ok: true, value: undefined } as const;

/** Returns what `change` makes of the value, or why there is none. */
export function changed<A, B>(answer: Answer<A>, change: (value: A) => B): Answer<B> {
  return answer.ok ? { ok: true, value: change(answer.value) } : answer;
}

/** Returns the refusal with its fields named as the form names them. */
export function renamed<T>(answer: Answer<T>, names: Readonly<Record<string, string>>): Answer<T> {
  if (answer.ok) return answer;
  const fields = Object.entries(answer.fields).map(([name, text]) => [names[name] ?? name, text]);
  return { ...answer, fields: Object.fromEntries(fields) } satisfies Refused;
}

/** What was done is told by the gateway; views are not sent anywhere before. It is not waited for longer than this. */
const TOLD_MS = 5_000;

/** Waits until the state is as `is` asks for, or nobody would wait any longer. */
export function told(store: Store, is: (state: State) => boolean): Promise<void> {
  return new Promise((resolve) => {
    store.flush();
    if (is(store.getState())) {
      resolve();
      return;
    }
    const end = (): void => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(end, TOLD_MS);
    const stop = store.subscribe((state) => {
      if (is(state)) end();
    });
  });
}
