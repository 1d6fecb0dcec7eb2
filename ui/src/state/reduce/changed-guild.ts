import type { Snowflake } from "../../net/snowflake.ts";
import type { Guild, State } from "../model.ts";
import { equal } from "./maps.ts";

export function changedGuild(state: State, id: Snowflake, change: (guild: Guild) => Guild): State {
  const guild = state.guilds[id];
  if (guild === undefined) return state;
  const changed = change(guild);
  return equal(guild, changed) ? state : { ...state, guilds: { ...state.guilds, [id]: changed } };
}
