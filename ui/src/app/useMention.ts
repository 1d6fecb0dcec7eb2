import { useMemo } from "react";
import { userMention } from "../engine/draft.ts";
import { useEngine, useStore } from "../engine/hooks.ts";
import { view } from "../engine/view.ts";
import type { Snowflake } from "../net/snowflake.ts";
import { can } from "../state/select/permissions.ts";

/** Returns how somebody is mentioned in what the person writes in the channel, once `closeDrawer` let them there; null where they may not write. */
export function useMention(
  channelId: Snowflake | null,
  closeDrawer: () => void,
): ((userId: Snowflake) => void) | null {
  const { store } = useEngine();
  const mayWrite = useStore((state) => channelId !== null && can(state, channelId, "SEND_MESSAGES"));
  return useMemo(() => {
    if (channelId === null || !mayWrite) return null;
    return (userId) => {
      const state = store.getState();
      closeDrawer();
      view.mention(channelId, userMention(state, state.channels[channelId]?.guildId ?? "", userId));
    };
  }, [channelId, mayWrite, store, closeDrawer]);
}
