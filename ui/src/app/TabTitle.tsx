import { useTitle } from "../components/useTitle.ts";
import { useStore } from "../engine/hooks.ts";
import type { Snowflake } from "../net/snowflake.ts";
import { titleOf } from "./title.ts";

interface Props {
  readonly guildId: Snowflake | null;
  readonly channelId: Snowflake | null;
}

/** Says on the browser's tab where the person is. */
export function TabTitle({ guildId, channelId }: Props) {
  useTitle(useStore((state) => titleOf(state, guildId, channelId)));
  return null;
}
