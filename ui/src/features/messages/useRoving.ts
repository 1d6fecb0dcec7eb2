/** The keyboard in the list: one row is the way in, arrows go from row to row, letters act on it. */

import {
  type FocusEvent,
  type KeyboardEvent,
  type RefObject,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { view } from "../../engine/view.ts";
import { keyPressed, matches } from "../../keys/registry.ts";
import { answeredBy, type ListContextValue, mayEdit, mayReact, mayRemove, mayReply } from "./listContext.ts";
import type { Row } from "./rows.ts";
import type { ChatVirtualizer } from "./useChatList.ts";

export interface Roving {
  readonly focusedKey: string | null;
  /** Somebody walks through the list by keyboard: new rows must not push theirs away. */
  readonly holds: () => boolean;
  readonly onFocus: (event: FocusEvent<HTMLElement>) => void;
  readonly onBlur: (event: FocusEvent<HTMLElement>) => void;
}

export function useRoving(
  scroller: RefObject<HTMLDivElement | null>,
): Roving & { focus: (key: string | null) => void } {
  const [focusedKey, focus] = useState<string | null>(null);
  return {
    focusedKey,
    focus,
    holds() {
      const { activeElement } = document;
      return (
        activeElement !== null &&
        activeElement !== scroller.current &&
        scroller.current?.contains(activeElement) === true &&
        activeElement.matches(":focus-visible")
      );
    },
    onFocus({ target }) {
      const key = target.closest<HTMLElement>("[data-row]")?.dataset.row;
      if (key !== undefined) focus(key);
    },
    onBlur({ currentTarget, relatedTarget, target }) {
      // A row that goes away is not left: its neighbour takes the focus (`useRowKeys`).
      if (target.isConnected && !currentTarget.contains(relatedTarget)) focus(null);
    },
  };
}

/** Moves the focus where `focusedKey` says, and returns what keys do. */
export function useRowKeys(
  list: ChatVirtualizer,
  rows: readonly Row[],
  context: ListContextValue,
  { focusedKey, focus }: { focusedKey: string | null; focus: (key: string) => void },
): { onKeyDown: (event: KeyboardEvent<HTMLElement>) => void; enter: () => void } {
  useLayoutEffect(() => {
    const row = focusedKey === null ? null : articleOf(list, focusedKey);
    if (row && !row.contains(document.activeElement)) row.focus({ preventScroll: true });
  }, [list, focusedKey]);

  const at = rows.findIndex(({ key }) => key === focusedKey);
  const place = useRef(at);
  useLayoutEffect(() => {
    if (at >= 0) place.current = at;
    else if (focusedKey !== null) {
      const next = rows[Math.min(place.current, rows.length - 1)];
      if (next) focus(next.key);
    }
  }, [at, rows, focusedKey, focus]);

  const goTo = (index: number): void => {
    const row = rows[Math.max(0, Math.min(index, rows.length - 1))];
    if (!row) return;
    focus(row.key);
    list.scrollToIndex(rows.indexOf(row), { align: "auto" });
  };
  return {
    /** The list itself was focused: a row that is in view takes over. */
    enter() {
      const bottom = (list.scrollOffset ?? 0) + (list.scrollRect?.height ?? 0);
      const last = list
        .getVirtualItems()
        .filter(({ end }) => end <= bottom)
        .at(-1);
      if (!last) return;
      goTo(last.index);
      // It may have been the one before, too.
      articleOf(list, String(last.key))?.focus({ preventScroll: true });
    },
    onKeyDown(event) {
      const { target } = event;
      if (event.defaultPrevented || !(target instanceof HTMLElement)) return;
      const index = rows.findIndex(({ key }) => key === target.dataset.row);
      const row = rows[index];
      if (!row) return;
      // Who pressed the mouse on a row and types wants to write.
      const acted = target.matches(":focus-visible")
        ? move(event, index, rows.length, goTo) || act(event, row, context)
        : false;
      if (acted) event.preventDefault();
      else if (isTyping(event)) view.focusComposer();
    },
  };
}

function move(event: KeyboardEvent, at: number, count: number, goTo: (index: number) => void): boolean {
  if (matches(event, "message.previous")) goTo(at - 1);
  else if (matches(event, "message.next")) goTo(at + 1);
  else if (event.key === "Home" && !event.ctrlKey) goTo(0);
  else if (event.key === "End" && !event.ctrlKey) goTo(count - 1);
  else return false;
  return true;
}

function act(event: KeyboardEvent, row: Row, context: ListContextValue): boolean {
  const { acts } = context;
  switch (keyPressed(event, "messages")) {
    case "message.edit":
      if (mayEdit(row, context)) acts.edit(row);
      return true;
    case "message.reply":
      if (mayReply(row, context)) acts.reply(row);
      return true;
    case "message.toAnswered": {
      const answered = answeredBy(row);
      if (answered !== null) acts.jump(answered);
      return true;
    }
    case "message.react":
      if (mayReact(row, context)) acts.pick(row);
      return true;
    case "message.delete":
    case "message.deleteNow":
      if (mayRemove(row, context)) acts.remove(row, matches(event, "message.deleteNow"));
      return true;
    default:
      return false;
  }
}

function isTyping({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return key.length === 1 && key !== " " && !ctrlKey && !metaKey && !altKey;
}

function articleOf(list: ChatVirtualizer, key: string): HTMLElement | null {
  return list.elementsCache.get(key)?.querySelector<HTMLElement>("[data-row]") ?? null;
}
