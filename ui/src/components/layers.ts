import { createContext, useContext, useSyncExternalStore } from "react";

/** The open dialogs, the topmost last. What floats must live in it: all outside of a modal dialog is inert. */
let dialogs: readonly HTMLElement[] = [];
const listeners = new Set<() => void>();

function change(next: readonly HTMLElement[]) {
  dialogs = next;
  for (const listener of listeners) listener();
}

/** Says that a dialog is open; returns how to take that back. */
export function openLayer(dialog: HTMLElement): () => void {
  change([...dialogs, dialog]);
  return () => change(dialogs.filter((open) => open !== dialog));
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The topmost open dialog, if there is one. */
export function useTopLayer(): HTMLElement | null {
  return useSyncExternalStore(subscribe, () => dialogs.at(-1) ?? null);
}

/** Where the menus and popovers of a view are put: its dialog, or else (null) the page. */
export const LayerContext = createContext<HTMLElement | null>(null);

export function useLayer(): HTMLElement | null {
  return useContext(LayerContext);
}
