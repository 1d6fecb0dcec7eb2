import { useEffect } from "react";
import { useActions, useStore } from "../../engine/hooks.ts";
import type { Snowflake } from "../../net/snowflake.ts";
import { needsCatchUp } from "../../state/select/timelines.ts";

/** Loads the channel, and again what changed while there was no line. */
export function useOpenChannel(channelId: Snowflake): void {
  const actions = useActions();
  const isBehind = useStore((state) => needsCatchUp(state, channelId));
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever falls behind catches up
  useEffect(() => actions.openChannel(channelId), [actions, channelId, isBehind]);
}
