/** What an address leads to, given what is known. */

import type { Snowflake } from "../net/snowflake.ts";
import type { Channel, State } from "../state/model.ts";
import { channelsInOrder, guildList } from "../state/select/guilds.ts";

export interface Wanted {
  readonly guildId: Snowflake | null;
  readonly channelId: Snowflake | null;
}

export type Place =
  /** It is not known yet whether it exists. */
  | { readonly kind: "waiting" }
  | { readonly kind: "first-run" }
  /** The address names no channel: this one is meant. */
  | { readonly kind: "go"; readonly guildId: Snowflake; readonly channelId: Snowflake | null }
  | { readonly kind: "guild-gone" }
  | { readonly kind: "guild-away"; readonly guildId: Snowflake }
  | { readonly kind: "no-channel"; readonly guildId: Snowflake }
  | { readonly kind: "channel-gone"; readonly guildId: Snowflake; readonly other: Snowflake | null }
  | { readonly kind: "channel"; readonly guildId: Snowflake; readonly channelId: Snowflake };

export interface Remembered {
  readonly lastGuild: () => Snowflake | null;
  readonly lastChannel: (guildId: Snowflake) => Snowflake | null;
}

/** Whether what an address has in the place of an id can be one: "constructor" is a name that every object knows. */
export function mayBeId(text: string | null): boolean {
  return text === null || /^\d{1,20}$/.test(text);
}

export function placeOf(state: State, wanted: Wanted, remembered: Remembered): Place {
  if (state.self.kind !== "person") return { kind: "waiting" };
  const { guildId, channelId } = wanted;
  if (guildId === null) return startPlace(state, remembered);
  const guild = state.guilds[guildId];
  if (!guild) return { kind: state.awaited.includes(guildId) ? "waiting" : "guild-gone" };
  const channels = channelsInOrder(state, guildId);
  if (channelId === null) {
    if (guild.unavailable) return { kind: "guild-away", guildId };
    const entered = entryOf(channels, remembered.lastChannel(guildId));
    return entered ? { kind: "go", guildId, channelId: entered.id } : { kind: "no-channel", guildId };
  }
  if (channels.some((channel) => channel.id === channelId)) return { kind: "channel", guildId, channelId };
  if (guild.unavailable) return { kind: "guild-away", guildId };
  return { kind: "channel-gone", guildId, other: entryOf(channels, null)?.id ?? null };
}

/** The server where the person was last, as soon as it is told; else the first one, when all are. */
function startPlace(state: State, { lastGuild }: Remembered): Place {
  const last = lastGuild();
  if (last !== null && state.guilds[last]) return { kind: "go", guildId: last, channelId: null };
  if (state.awaited.length > 0) return { kind: "waiting" };
  const first = guildList(state)[0];
  return first ? { kind: "go", guildId: first.id, channelId: null } : { kind: "first-run" };
}

function entryOf(channels: readonly Channel[], last: Snowflake | null): Channel | undefined {
  return channels.find((channel) => channel.id === last) ?? channels[0];
}
