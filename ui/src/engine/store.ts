/** The one place where the state lives. It changes by events only, in the order in which they were told. */

import { createStore as createVanilla } from "zustand/vanilla";
import { limits } from "../limits.ts";
import type { Dispatch, Event } from "../state/event.ts";
import { initialState } from "../state/initial.ts";
import type { State } from "../state/model.ts";
import { connectionChanged, selfChanged } from "../state/reduce/connection.ts";

export interface Store {
  getState(): State;
  subscribe(listener: (state: State, before: State) => void): () => void;
  /** Applies at once, after what was heard before. */
  apply(...events: readonly Event[]): void;
  /** Applies with the next frame, together with what else comes until then: views are drawn once. `then` runs after it, once however often it was given. */
  hear(dispatch: Dispatch, then?: () => void): void;
  /** Applies what waits for a frame. */
  flush(): void;
  /** From now on all events are understood: as long as nobody is here, those of the next two kinds are all there is. */
  teach(reduceAll: ReduceAll): void;
}

export type ReduceAll = (state: State, events: readonly Event[]) => State;

/** So that whoever has not logged in need not load what only a session needs. */
function reduceOfStranger(state: State, events: readonly Event[]): State {
  return events.reduce((before, event) => {
    if (event.kind === "self") return selfChanged(before, event.self);
    return event.kind === "connection" ? connectionChanged(before, event.connection) : before;
  }, state);
}

/** Calls back before the next drawing; where nothing is drawn, soon. Returns how to call it off. */
export type Schedule = (callback: () => void) => () => void;

export function createStore(schedule: Schedule): Store {
  const vanilla = createVanilla<State>(() => initialState);
  let reduceAll: ReduceAll = reduceOfStranger;
  let waiting: Event[] = [];
  let afterwards = new Set<() => void>();
  let callOff: (() => void) | null = null;

  const apply = (...events: readonly Event[]): void => {
    callOff?.();
    callOff = null;
    const all = [...waiting, ...events];
    waiting = [];
    if (all.length > 0) vanilla.setState(reduceAll(vanilla.getState(), all), true);
    const due = afterwards;
    afterwards = new Set();
    for (const run of due) run();
  };

  return {
    getState: vanilla.getState,
    subscribe: vanilla.subscribe,
    apply,
    hear(dispatch, then) {
      waiting.push(dispatch);
      if (then) afterwards.add(then);
      if (waiting.length >= limits.eventsWaiting) apply();
      else callOff ??= schedule(apply);
    },
    flush: () => apply(),
    teach(next) {
      reduceAll = next;
    },
  };
}
