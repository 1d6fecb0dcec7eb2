/** What opens the things that float over the page. They weigh more than all that opens them: they are fetched later. */

import {
  cloneElement,
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
  type Ref,
  type SyntheticEvent,
  useCallback,
  useState,
} from "react";
import { later } from "./later.tsx";

export const MenuFloat = later(() => import("./floats.tsx").then((floats) => floats.MenuFloat));
export const PopoverFloat = later(() => import("./floats.tsx").then((floats) => floats.PopoverFloat));

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
