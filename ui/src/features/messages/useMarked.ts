import { useEffect } from "react";
import type { Snowflake } from "../../net/snowflake.ts";

/** Marks when the first messages of a channel are on the screen: for measuring. */
export function useMarked(channelId: Snowflake): void {
  useEffect(() => {
    let frame = requestAnimationFrame(() => {
      // The frame after the one that paints them.
      frame = requestAnimationFrame(() => {
        performance.mark("belfry:messages", { detail: { channelId } });
      });
    });
    return () => cancelAnimationFrame(frame);
  }, [channelId]);
}
