/** Where Alt with the arrows leads: the channels and servers before and after. At an end it goes on at the other. */

import type { Snowflake } from "../net/snowflake.ts";
import type { Channel, State } from "../state/model.ts";
import { channelsInOrder, guildList } from "../state/select/guilds.ts";
import { unreadOfChannel } from "../state/select/reads.ts";

export type Step = 1 | -1;

export interface Here {
  readonly guildId: Snowflake | null;
  readonly channelId: Snowflake | null;
}

export function channelBeside(state: State, { guildId, channelId }: Here, step: Step): Channel | null {
  if (guildId === null) return null;
  const channels = channelsInOrder(state, guildId);
  return beside(
    channels,
    channels.findIndex(({ id }) => id === channelId),
    step,
    () => true,
  );
}

/** Of all servers: the next one of this server first. */
export function unreadBeside(state: State, { guildId, channelId }: Here, step: Step): Channel | null {
  const channels = guildList(state).flatMap(({ id }) => channelsInOrder(state, id));
  const at = channels.findIndex(({ id }) => id === channelId);
  const start = at >= 0 ? at : channels.findIndex((channel) => channel.guildId === guildId) - 1;
  return beside(channels, start, step, ({ id }) => id !== channelId && unreadOfChannel(state, id).unread);
}

export function guildBeside(state: State, { guildId }: Here, step: Step): Snowflake | null {
  const guilds = guildList(state);
  return (
    beside(
      guilds,
      guilds.findIndex(({ id }) => id === guildId),
      step,
      () => true,
    )?.id ?? null
  );
}

function beside<T>(all: readonly T[], from: number, step: Step, fits: (one: T) => boolean): T | null {
  const start = from < 0 && step === -1 ? all.length : from;
  for (let turn = 1; turn <= all.length; turn += 1) {
    const one = all[(start + step * turn + 2 * all.length) % all.length];
    if (one !== undefined && fits(one)) return one;
  }
  return null;
}
