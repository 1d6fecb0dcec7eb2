import { compareSnowflakes, type Snowflake } from "../../net/snowflake.ts";
import type { State } from "../model.ts";
import { cursorOf } from "../reduce/reads.ts";
import { channelsOf, guildList } from "./guilds.ts";
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
  return countedIn(state).byGuild.get(guildId) ?? unreadOf(false, 0);
}

/** The same of all guilds: for the title and the favicon. */
export function unreadTotal(state: State): Unread {
  return countedIn(state).total;
}

interface Counts {
  readonly of: State;
  readonly byGuild: ReadonlyMap<Snowflake, Unread>;
  readonly total: Unread;
}

let counts: Counts | null = null;

/** Every guild's mark asks this after every message, and so does the title: all channels are counted once for all of them. */
function countedIn(state: State): Counts {
  if (counts !== null && PARTS.every((part) => counts?.of[part] === state[part])) return counts;
  const byGuild = new Map<Snowflake, Unread>();
  for (const { id } of guildList(state)) {
    byGuild.set(id, sum(channelsOf(state, id).map((channel) => unreadOfChannel(state, channel.id))));
  }
  counts = { of: state, byGuild, total: sum([...byGuild.values()]) };
  return counts;
}

/** What the counts depend on. */
const PARTS = ["guilds", "channels", "reads", "timelines"] as const satisfies readonly (keyof State)[];

function sum(all: readonly Unread[]): Unread {
  return unreadOf(
    all.some(({ unread }) => unread),
    all.reduce((mentions, one) => mentions + one.mentions, 0),
  );
}
