/** What stands on the browser's tab. */

import type { Snowflake } from "../net/snowflake.ts";
import type { State } from "../state/model.ts";
import { unreadTotal } from "../state/select/reads.ts";
import { isolated, t } from "../text/t.ts";

/** Returns the title: `(3) #general · Server – Belfry`; a dot where something is unread and nobody calls. */
export function titleOf(state: State, guildId: Snowflake | null, channelId: Snowflake | null): string {
  const { unread, mentions } = unreadTotal(state);
  const server = guildId === null ? undefined : state.guilds[guildId]?.name;
  const channel = channelId === null ? undefined : state.channels[channelId]?.name;
  const where = [channel && isolated(`#${channel}`), server && isolated(server)].filter(Boolean).join(" · ");
  const title = where === "" ? t("shell.name") : t("shell.titlePage", { page: where });
  if (mentions > 0) return `(${mentions}) ${title}`;
  return unread ? `• ${title}` : title;
}
