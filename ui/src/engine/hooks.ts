/** How views reach the engine: the only React of it. */

import {
  createContext,
  createElement,
  type ReactElement,
  type ReactNode,
  useContext,
  useRef,
  useSyncExternalStore,
} from "react";
import { shallow } from "zustand/shallow";
import type { State, User } from "../state/model.ts";
import type { Actions } from "./actions.ts";
import type { Engine } from "./engine.ts";

const EngineContext = createContext<Engine | null>(null);

export function EngineProvider({ engine, children }: { engine: Engine; children: ReactNode }): ReactElement {
  return createElement(EngineContext.Provider, { value: engine }, children);
}

export function useEngine(): Engine {
  const engine = useContext(EngineContext);
  if (!engine) throw new Error("no EngineProvider above");
  return engine;
}

export function useActions(): Actions {
  return useEngine().actions;
}

/**
 * Returns what `select` finds in the state, and draws again when that differs. Compared shallowly unless `equal` says otherwise: a
 * selector may return a new list or object of things that are the same.
 */
export function useStore<T>(select: (state: State) => T, equal: (a: T, b: T) => boolean = shallow): T {
  const { store } = useEngine();
  const last = useRef<{ readonly value: T } | null>(null);
  const get = (): T => {
    const value = select(store.getState());
    if (last.current && equal(last.current.value, value)) return last.current.value;
    last.current = { value };
    return value;
  };
  return useSyncExternalStore(store.subscribe, get, get);
}

/** Returns who the person is; undefined where nobody is, or not known yet. */
export function useSelf(): User | undefined {
  return useStore(({ self, users }) => (self.kind === "person" ? users[self.id] : undefined));
}
