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
      const { text, mentions } = view.store.getState().drafts[channelId] ?? { text: "", mentions: [] };
      const markup = `<@${userId}>`;
      // A name that means somebody else in this text already is written as it goes over the wire.
      const isTaken = mentions.some((other) => other.shown === `@${name}` && other.markup !== markup);
      const shown = isTaken ? markup : `@${name}`;
      const gap = text === "" || /\s$/.test(text) ? "" : " ";
      view.setDraft(channelId, {
        text: `${text}${gap}${shown} `,
        mentions: [...mentions.filter((other) => other.shown !== shown), { shown, markup }],
      });
      view.focusComposer();
    };
  }, [channelId, mayWrite, store]);
}
