import { useEffect } from "react";
import { markTitle } from "../components/useTitle.ts";
import { useStore } from "../engine/hooks.ts";
import { unreadTotal } from "../state/select/reads.ts";

/** What is read as soon as it comes was not worth a blink of the tab. */
const AFTER_MS = 100;

/** The one that is shown last decides. */
let timer: ReturnType<typeof setTimeout> | undefined;

function soon(mentions: number, unread: boolean): void {
  clearTimeout(timer);
  timer = setTimeout(() => {
    markTitle(mentions > 0 ? `(${mentions}) ` : unread ? "• " : "");
    showInFavicon(mentions, unread);
  }, AFTER_MS);
}

/** Says on the browser's tab what waits for the person, on whatever page. A part of its own: each message changes it, and nothing else. */
export function Waiting() {
  const { unread, mentions } = useStore(unreadTotal);
  useEffect(() => {
    soon(mentions, unread);
    return () => soon(0, false);
  }, [mentions, unread]);
  return null;
}

/** The drawing is fetched when there is something to draw. */
let isDrawn = false;

function showInFavicon(mentions: number, unread: boolean): void {
  if (!isDrawn && mentions === 0 && !unread) return;
  isDrawn = true;
  import("./favicon.ts").then(
    (favicon) => favicon.showInFavicon(mentions, unread),
    // The title says it too.
    () => {},
  );
}
