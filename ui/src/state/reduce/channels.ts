import { compareSnowflakes, type Snowflake } from "../../net/snowflake.ts";
import type { WireChannel } from "../../net/wire.ts";
import type { Channel, State } from "../model.ts";
import { filtered, putEqual } from "./maps.ts";
import { mentionsForgotten } from "./reads.ts";
import { toChannel } from "./wire.ts";

/** Made, changed, or visible from now on. */
export function channelPut(state: State, wire: WireChannel): State {
  const channel = toChannel(wire);
  if (channel === null || state.guilds[channel.guildId] === undefined) return state;
  const known = state.channels[channel.id];
  const lastMessageId = newer(known?.lastMessageId ?? null, channel.lastMessageId);
  const channels = putEqual(state.channels, channel.id, { ...channel, lastMessageId });
  return channels === state.channels ? state : { ...state, channels };
}

/** Gone, or not visible any more. Channels of a category that is gone stand alone: the server tells so itself. */
export function channelDelete(state: State, channelId: Snowflake): State {
  return channelsForgotten(state, [channelId]);
}

/** Nothing of the channels stays but how far they were read: one may become visible again. */
export function channelsForgotten(state: State, ids: readonly Snowflake[]): State {
  if (!ids.some((id) => state.channels[id] !== undefined)) return state;
  const gone = new Set(ids);
  const kept = (id: Snowflake) => !gone.has(id);
  return mentionsForgotten(
    {
      ...state,
      channels: filtered(state.channels, kept),
      timelines: filtered(state.timelines, kept),
      outgoing: filtered(state.outgoing, kept),
      typing: filtered(state.typing, kept),
    },
    gone,
  );
}

/** A message came: the channel's newest id never goes back. */
export function withLastMessage(channel: Channel, messageId: Snowflake): Channel {
  const lastMessageId = newer(channel.lastMessageId, messageId);
  return lastMessageId === channel.lastMessageId ? channel : { ...channel, lastMessageId };
}

/** Returns the newer one of two ids; null is older than all. */
export function newer(a: Snowflake | null, b: Snowflake | null): Snowflake | null {
  if (a === null || b === null) return a ?? b;
  return compareSnowflakes(a, b) < 0 ? b : a;
}
