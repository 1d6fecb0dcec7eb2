/** What floats over the page. It weighs more than all that opens it: it is a chunk of its own, fetched when the browser is idle. */

import {
  cloneElement,
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
  type Ref,
  type SyntheticEvent,
  useCallback,
  useEffect,
  useState,
} from "react";
import { t } from "../text/t.ts";
import { useEscape } from "./escape.ts";
import { toast } from "./toast.ts";

type Floats = typeof import("./floats.tsx");

let loaded: Floats | null = null;

export async function loadFloats(): Promise<Floats> {
  loaded ??= await import("./floats.tsx");
  return loaded;
}

/** Returns the floats, or null until they are there. They are fetched when they are `wanted`; `close` is for Esc, and where they cannot be had. */
export function useFloats(wanted: boolean, close: () => void): Floats | null {
  const [floats, setFloats] = useState(loaded);
  useEscape(wanted, close);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what to do when it failed is no reason to fetch again
  useEffect(() => {
    if (!wanted || floats) return;
    let isOver = false;
    loadFloats().then(
      (now) => !isOver && setFloats(now),
      () => {
        if (isOver) return;
        toast(t("components.loadFailed"));
        close();
      },
    );
    return () => {
      isOver = true;
    };
  }, [wanted, floats]);
  return floats ?? loaded;
}

/** What is read of the element that opens something. */
export interface TriggerProps {
  ref?: Ref<HTMLElement>;
  [handler: `on${string}`]: ((event: never) => void) | undefined;
}
export type Trigger = ReactElement<TriggerProps>;

/** Calls the element's own handler, and then `ours` unless that one prevented it. */
export function after<E extends SyntheticEvent>(
  own: ((event: never) => void) | undefined,
  ours: (event: E) => void,
) {
  return (event: E) => {
    (own as ((event: E) => void) | undefined)?.(event);
    if (!event.defaultPrevented) ours(event);
  };
}

/** Returns the trigger as it is drawn, and its element: null until that is there, which may be after it is open. */
export function useTrigger(
  trigger: ReactElement,
  opens: "menu" | "dialog",
  open: boolean,
  ours: { onClick: (event: MouseEvent) => void; onKeyDown?: (event: KeyboardEvent) => void },
): readonly [ReactElement, HTMLElement | null] {
  const [element, setElement] = useState<HTMLElement | null>(null);
  const { props } = trigger as Trigger;
  const own = props.ref;
  const ref = useCallback(
    (now: HTMLElement | null) => {
      setElement(now);
      if (typeof own === "function") own(now);
      else if (own) own.current = now;
    },
    [own],
  );
  const drawn = cloneElement(
    trigger as Trigger,
    {
      ref,
      "aria-haspopup": opens,
      "aria-expanded": open,
      "data-state": open ? "open" : "closed",
      onClick: after(props.onClick, ours.onClick),
      ...(ours.onKeyDown && { onKeyDown: after(props.onKeyDown, ours.onKeyDown) }),
    } as object,
  );
  return [drawn, element];
}

/** Where something floats: beside an element, or at a point. */
export interface Place {
  getBoundingClientRect(): DOMRect;
}

export type Side = "top" | "right" | "bottom" | "left";
export type Align = "start" | "center" | "end";
