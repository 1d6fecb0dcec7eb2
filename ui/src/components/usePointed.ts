import { type SyntheticEvent, useState } from "react";

export interface Pointed {
  /** What `data-pointed` says of the entry under the pointer, or of the one with the focus. */
  pointed: string | null;
  handlers: {
    onPointerDownCapture: (event: SyntheticEvent) => void;
    onFocusCapture: (event: SyntheticEvent) => void;
  };
}

/** Lets a list have one context menu instead of one for each entry: says which entry it is about. */
export function usePointed(): Pointed {
  const [pointed, setPointed] = useState<string | null>(null);
  // Before `contextmenu`, so that the menu has its items when it opens.
  const point = ({ target }: SyntheticEvent) => {
    const entry = target instanceof Element ? target.closest<HTMLElement>("[data-pointed]") : null;
    setPointed(entry?.dataset.pointed ?? null);
  };
  return { pointed, handlers: { onPointerDownCapture: point, onFocusCapture: point } };
}
