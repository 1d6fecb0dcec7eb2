/** What floats over the page. It weighs more than all that opens it: it is a chunk of its own, fetched when the browser is idle. */

import { type ReactElement, type Ref, type SyntheticEvent, useEffect, useState } from "react";
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

/** Hands the element to both. */
export function bothRefs(own: Ref<HTMLElement> | undefined, ours: (element: HTMLElement | null) => void) {
  return (element: HTMLElement | null) => {
    ours(element);
    if (typeof own === "function") own(element);
    else if (own) own.current = element;
  };
}

/** Where something floats: beside an element, or at a point. */
export interface Place {
  getBoundingClientRect(): DOMRect;
}

export type Side = "top" | "right" | "bottom" | "left";
export type Align = "start" | "center" | "end";
