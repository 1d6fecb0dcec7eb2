/** The one place where the state lives. It changes by events only, in the order in which they were told. */

import { createStore as createVanilla } from "zustand/vanilla";
import type { Dispatch, Event } from "../state/event.ts";
import type { State } from "../state/model.ts";

export interface Store {
  getState(): State;
  subscribe(listener: (state: State, before: State) => void): () => void;
  /** Applies at once, after what was heard before. */
  apply(...events: readonly Event[]): void;
  /** Applies with the next frame, together with what else comes until then: views are drawn once. */
  hear(dispatch: Dispatch): void;
  /** Applies what waits for a frame. */
  flush(): void;
  /** Forgets what waits for a frame: it was of another session. */
  forget(): void;
}

/** Calls back before the next drawing; where nothing is drawn, soon. Returns how to call it off. */
export type Schedule = (callback: () => void) => () => void;

export interface StoreParts {
  readonly initial: State;
  readonly reduce: (state: State, event: Event) => State;
  readonly schedule: Schedule;
}

/** What waits for a frame at most: beyond it is applied at once, so that a hidden tab's queue stays small. */
const WAITING_MAX = 1_000;

export function createStore({ initial, reduce, schedule }: StoreParts): Store {
  const vanilla = createVanilla<State>(() => initial);
  let waiting: Dispatch[] = [];
  let callOff: (() => void) | null = null;

  const applyAll = (events: readonly Event[]): void => {
    if (events.length > 0) vanilla.setState(events.reduce(reduce, vanilla.getState()), true);
  };
  const take = (): Dispatch[] => {
    callOff?.();
    callOff = null;
    const taken = waiting;
    waiting = [];
    return taken;
  };
  const flush = (): void => applyAll(take());

  return {
    getState: vanilla.getState,
    subscribe: vanilla.subscribe,
    apply: (...events) => applyAll([...take(), ...events]),
    hear(dispatch) {
      waiting.push(dispatch);
      if (waiting.length >= WAITING_MAX) flush();
      else callOff ??= schedule(flush);
    },
    flush,
    forget: () => void take(),
  };
}
