import { useMemo } from "react";
import { useEngine, useStore } from "../engine/hooks.ts";
import { view } from "../engine/view.ts";
import type { Snowflake } from "../net/snowflake.ts";
import { displayName } from "../state/select/names.ts";
import { can } from "../state/select/permissions.ts";

/** Returns how somebody is mentioned in what the person writes in the channel; null where they may not write. */
export function useMention(channelId: Snowflake | null): ((userId: Snowflake) => void) | null {
  const { store } = useEngine();
  const mayWrite = useStore((state) => channelId !== null && can(state, channelId, "SEND_MESSAGES"));
  return useMemo(() => {
    if (channelId === null || !mayWrite) return null;
    return (userId) => {
      const state = store.getState();
      const name = displayName(state, state.channels[channelId]?.guildId ?? null, userId);
      view.mention(channelId, { shown: `@${name}`, markup: `<@${userId}>` });
    };
  }, [channelId, mayWrite, store]);
}
