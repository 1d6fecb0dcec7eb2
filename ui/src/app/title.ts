/** What stands on the browser's tab. */

import type { Snowflake } from "../net/snowflake.ts";
import type { State } from "../state/model.ts";
import { isolated, t } from "../text/t.ts";

/** Returns the title: `#general · Server – Belfry`. */
export function titleOf(state: State, guildId: Snowflake | null, channelId: Snowflake | null): string {
  const server = guildId === null ? undefined : state.guilds[guildId]?.name;
  const channel = channelId === null ? undefined : state.channels[channelId]?.name;
  const where = [channel && isolated(`#${channel}`), server && isolated(server)].filter(Boolean).join(" · ");
  return where === "" ? t("shell.name") : t("shell.titlePage", { page: where });
}
