import { useEffect } from "react";
import { useStore } from "../engine/hooks.ts";
import type { Snowflake } from "../net/snowflake.ts";
import { unreadTotal } from "../state/select/reads.ts";
import { titleOf } from "./title.ts";

/** Says on the browser's tab where the person is and what waits for them. */
export function useTitle(guildId: Snowflake | null, channelId: Snowflake | null): void {
  const title = useStore((state) => titleOf(state, guildId, channelId));
  const { unread, mentions } = useStore(unreadTotal);
  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => showInFavicon(mentions, unread), [mentions, unread]);
  useEffect(() => () => showInFavicon(0, false), []);
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
