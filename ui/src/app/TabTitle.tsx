import { useEffect } from "react";
import { useStore } from "../engine/hooks.ts";
import type { Snowflake } from "../net/snowflake.ts";
import { unreadTotal } from "../state/select/reads.ts";
import { titleOf } from "./title.ts";

/** What is read as soon as it comes was not worth a blink of the tab. */
const AFTER_MS = 100;

interface Props {
  readonly guildId: Snowflake | null;
  readonly channelId: Snowflake | null;
}

/** Says on the browser's tab where the person is and what waits for them. A part of its own: each message changes it, and nothing else. */
export function TabTitle({ guildId, channelId }: Props) {
  const title = useStore((state) => titleOf(state, guildId, channelId));
  const { unread, mentions } = useStore(unreadTotal);
  useEffect(() => soon(() => setTitle(title)), [title]);
  useEffect(() => soon(() => showInFavicon(mentions, unread)), [mentions, unread]);
  useEffect(() => () => showInFavicon(0, false), []);
  return null;
}

function soon(act: () => void): () => void {
  const timer = setTimeout(act, AFTER_MS);
  return () => clearTimeout(timer);
}

function setTitle(title: string): void {
  document.title = title;
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
