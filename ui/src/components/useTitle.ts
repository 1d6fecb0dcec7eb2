import { useEffect } from "react";

let words = "";
let sign = "";

function show(): void {
  document.title = sign + words;
}

/** What the browser's tab says while this is shown. */
export function useTitle(title: string): void {
  useEffect(() => {
    words = title;
    show();
  }, [title]);
}

/** Puts `mark` before whatever the tab says. */
export function markTitle(mark: string): void {
  sign = mark;
  show();
}
