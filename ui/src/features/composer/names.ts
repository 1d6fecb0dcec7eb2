import type { Snowflake } from "../../net/snowflake.ts";
import type { State } from "../../state/model.ts";
import { nameOf } from "../../state/select/names.ts";

/** Returns how a mention on the wire is shown while one writes; null where nobody or nothing by that id is known. */
export function shownOf(state: State, guildId: Snowflake, markup: string): string | null {
  const id = markup.replace(/\D/g, "");
  if (markup.startsWith("<#")) return signed("#", state.channels[id]?.name);
  if (markup.startsWith("<@&")) return signed("@", state.guilds[guildId]?.roles[id]?.name);
  return signed("@", nameOf(state.members[guildId]?.[id], state.users[id]));
}

function signed(sign: string, name: string | undefined): string | null {
  return name === undefined ? null : sign + name;
}
