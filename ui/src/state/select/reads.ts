import { compareSnowflakes, type Snowflake } from "../../net/snowflake.ts";
import type { ById, Channel, State, Timeline } from "../model.ts";
import { cursorOf } from "../reduce/reads.ts";
import { channelsOf, guildList } from "./guilds.ts";
import { memoised, sameList } from "./memo.ts";
import { newestMessage } from "./timelines.ts";

export { cursorOf };

export interface Unread {
  readonly unread: boolean;
  readonly mentions: number;
}

const interned = new Map<string, Unread>();

/** Equal answers are one object. */
function unreadOf(unread: boolean, mentions: number): Unread {
  const key = `${unread} ${mentions}`;
  const known = interned.get(key) ?? { unread, mentions };
  interned.set(key, known);
  return known;
}

/** Returns whether a channel has messages after what was read, and how many of them mention the person. */
export function unreadOfChannel(state: State, channelId: Snowflake): Unread {
  const end = newestMessage(state, channelId);
  const unread = end !== null && compareSnowflakes(end, cursorOf(state, channelId)) > 0;
  return unreadOf(unread, unread ? (state.reads[channelId]?.mentionIds.length ?? 0) : 0);
}

/** The same of all channels of a guild. */
export function unreadOfGuild(state: State, guildId: Snowflake): Unread {
  const channels = channelsOf(state, guildId);
  const held = heldByGuild("", [state.timelines, state.channels]).get(guildId) ?? NONE;
  const inputs = [state.guilds[guildId], state.reads, held];
  const known = counted.get(channels);
  if (known?.inputs.every((input, at) => input === inputs[at])) return known.answer;
  const answer = sum(channels.map(({ id }) => unreadOfChannel(state, id)));
  counted.set(channels, { inputs, answer });
  return answer;
}

/** The same of all guilds: for the title and the favicon. */
export function unreadTotal(state: State): Unread {
  return sum(guildList(state).map(({ id }) => unreadOfGuild(state, id)));
}

/**
 * What was counted of the channels of a guild. Every guild's mark asks after every message, and so does the title; but a message
 * changes one guild, and there may be thousands of channels.
 */
const counted = new WeakMap<readonly Channel[], { inputs: readonly unknown[]; answer: Unread }>();

const NONE: readonly Timeline[] = [];

/** The timelines that are held, which are few, by guild. */
const heldByGuild = memoised(
  (
    [timelines, channels]: readonly [ById<Timeline>, ById<Channel>],
    former: ReadonlyMap<Snowflake, readonly Timeline[]> | undefined,
  ) => {
    const lists = new Map<Snowflake, readonly Timeline[]>();
    for (const [channelId, timeline] of Object.entries(timelines)) {
      const guildId = channels[channelId]?.guildId ?? "";
      lists.set(guildId, [...(lists.get(guildId) ?? NONE), timeline]);
    }
    for (const [guildId, list] of lists) lists.set(guildId, sameList(former?.get(guildId), list));
    return lists;
  },
);

function sum(all: readonly Unread[]): Unread {
  return unreadOf(
    all.some(({ unread }) => unread),
    all.reduce((mentions, one) => mentions + one.mentions, 0),
  );
}
