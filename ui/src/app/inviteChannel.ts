import type { Snowflake } from "../net/snowflake.ts";
import type { State } from "../state/model.ts";
import { channelsInOrder } from "../state/select/guilds.ts";
import { can } from "../state/select/permissions.ts";

/** Returns the channel into which people are invited who are invited to the server: where the person is, or else the first. */
export function inviteChannel(state: State, guildId: Snowflake, here: Snowflake | null): Snowflake | null {
  const open = channelsInOrder(state, guildId).filter(({ id }) => can(state, id, "CREATE_INSTANT_INVITE"));
  return (open.find(({ id }) => id === here) ?? open[0])?.id ?? null;
}
