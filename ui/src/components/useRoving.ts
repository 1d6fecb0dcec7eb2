import { type FocusEvent, type KeyboardEvent, type RefObject, useLayoutEffect, useRef } from "react";
import { keyPressed } from "../keys/registry.ts";

const ENTRY = "[data-rove]";

export interface Roving<T extends HTMLElement> {
  ref: RefObject<T | null>;
  onKeyDown: (event: KeyboardEvent) => void;
  onFocus: (event: FocusEvent) => void;
}

/**
 * A list that is one stop of Tab, and in which the arrows, Home and End move. Its entries say `data-rove`, and the chosen one
 * `data-rove="chosen"`: the list is entered there, or else where it was left.
 */
export function useRoving<T extends HTMLElement>(): Roving<T> {
  const ref = useRef<T>(null);
  const last = useRef<HTMLElement | null>(null);

  // Entries come and go with every drawing; React does not know of their tabindex.
  useLayoutEffect(() => {
    if (ref.current) putStop(ref.current, last.current);
  });

  return {
    ref,
    onFocus(event) {
      const entry = event.target.closest<HTMLElement>(ENTRY);
      if (!entry || !ref.current) return;
      last.current = entry;
      putStop(ref.current, entry);
    },
    onKeyDown(event) {
      const { current: list } = ref;
      if (!list || event.defaultPrevented || !isEntry(event.target)) return;
      const key = keyPressed(event, "lists");
      const to = key && entryAt(key, entriesOf(list), event.target);
      if (!to) return;
      event.preventDefault();
      to.focus();
      to.scrollIntoView({ block: "nearest" });
    },
  };
}

const entriesOf = (list: HTMLElement) => [...list.querySelectorAll<HTMLElement>(ENTRY)];

function isEntry(target: EventTarget): target is HTMLElement {
  return target instanceof HTMLElement && target.matches(ENTRY);
}

/** Where the list is entered: what has the focus, else the chosen entry, else where it was left, else the first one. */
function putStop(list: HTMLElement, last: HTMLElement | null): void {
  const entries = entriesOf(list);
  const stop =
    entries.find((entry) => entry === document.activeElement) ??
    entries.find((entry) => entry.dataset.rove === "chosen") ??
    entries.find((entry) => entry === last) ??
    entries[0];
  for (const entry of entries) entry.tabIndex = entry === stop ? 0 : -1;
}

function entryAt(key: string, entries: readonly HTMLElement[], from: HTMLElement): HTMLElement | undefined {
  const index = entries.indexOf(from);
  switch (key) {
    case "list.previous":
      return entries[Math.max(index - 1, 0)];
    case "list.next":
      return entries[Math.min(index + 1, entries.length - 1)];
    case "list.first":
      return entries[0];
    case "list.last":
      return entries.at(-1);
    default:
      return undefined;
  }
}
