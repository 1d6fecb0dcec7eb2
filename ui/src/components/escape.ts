import { useLayoutEffect, useRef } from "react";

/** What Esc ends, the newest last. */
const ends: (() => void)[] = [];

function press(event: KeyboardEvent): void {
  const end = ends.at(-1);
  if (!end || event.key !== "Escape" || event.isComposing || event.defaultPrevented) return;
  event.preventDefault();
  event.stopPropagation();
  end();
}

/**
 * Esc ends what is open, the newest first, and reaches nothing behind it. It is heard from the commit that opens: what is still being
 * fetched has no listener of its own yet, and what takes the focus may get one only after that.
 */
export function useEscape(isOpen: boolean, end: () => void): void {
  const latest = useRef(end);
  useLayoutEffect(() => {
    latest.current = end;
  });
  useLayoutEffect(() => {
    if (!isOpen) return;
    const own = () => latest.current();
    if (ends.push(own) === 1) document.addEventListener("keydown", press, { capture: true });
    return () => {
      ends.splice(ends.indexOf(own), 1);
      if (ends.length === 0) document.removeEventListener("keydown", press, { capture: true });
    };
  }, [isOpen]);
}
