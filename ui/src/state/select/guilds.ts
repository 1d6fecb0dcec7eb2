import { compareSnowflakes, type Snowflake } from "../../net/snowflake.ts";
import type { ById, Channel, Guild, State } from "../model.ts";
import { memoised, sameList } from "./memo.ts";

/** A category with its channels; `category` is null for those that stand alone, which come first. */
export interface ChannelBranch {
  readonly category: Channel | null;
  readonly channels: readonly Channel[];
}

/** Returns the person's id; null where nobody is. */
export function selfId(state: State): Snowflake | null {
  return state.self.kind === "person" ? state.self.id : null;
}

/** Returns the guilds in the order of joining. */
export function guildList(state: State): readonly Guild[] {
  return guilds("", [state.guilds]);
}

const guilds = memoised(([all]: readonly [ById<Guild>], former: readonly Guild[] | undefined) => {
  const list = Object.values(all);
  list.sort((a, b) => a.joinedAtMs - b.joinedAtMs || compareSnowflakes(a.id, b.id));
  return sameList(former, list);
});

/** Returns the guild's channels as a tree in its order: first those that stand alone, then each category. */
export function channelTree(state: State, guildId: Snowflake): readonly ChannelBranch[] {
  return trees(guildId, [channelsOf(state, guildId)]);
}

const trees = memoised(
  ([all]: readonly [readonly Channel[]], former: readonly ChannelBranch[] | undefined) => {
    const categories = all.filter(({ kind }) => kind === "category");
    const ids = new Set(categories.map(({ id }) => id));
    const under = (id: Snowflake | null) =>
      all.filter(({ kind, parentId }) => {
        const parent = parentId !== null && ids.has(parentId) ? parentId : null;
        return kind === "text" && parent === id;
      });
    const alone = { category: null, channels: under(null) };
    const branches: ChannelBranch[] = alone.channels.length > 0 ? [alone] : [];
    for (const category of categories) branches.push({ category, channels: under(category.id) });
    return branches.map((branch) => {
      const known = former?.find(({ category }) => category === branch.category);
      return known && sameList(known.channels, branch.channels) === known.channels ? known : branch;
    });
  },
);

/** Returns the guild's text channels from top to bottom. */
export function channelsInOrder(state: State, guildId: Snowflake): readonly Channel[] {
  return flat(guildId, [channelTree(state, guildId)]);
}

const flat = memoised(([tree]: readonly [readonly ChannelBranch[]], former: readonly Channel[] | undefined) =>
  sameList(
    former,
    tree.flatMap(({ channels }) => channels),
  ),
);

/** Returns the guild's channels and categories by position. The server tells of visible ones only. */
export function channelsOf(state: State, guildId: Snowflake): readonly Channel[] {
  return byGuild("", [state.channels]).lists.get(guildId) ?? NONE;
}

const NONE: readonly Channel[] = [];

interface ByGuild {
  readonly all: readonly Channel[];
  readonly lists: ReadonlyMap<Snowflake, readonly Channel[]>;
}

/** Each new message changes a channel: only the guilds in which one did are sorted again. */
const byGuild = memoised(([channels]: readonly [ById<Channel>], former: ByGuild | undefined): ByGuild => {
  const all = Object.values(channels);
  const changed = changedGuilds(all, former?.all);
  const lists = new Map(changed === null ? [] : former?.lists);
  const anew = new Map<Snowflake, Channel[]>();
  for (const channel of all) {
    if (changed !== null && !changed.has(channel.guildId)) continue;
    const list = anew.get(channel.guildId);
    if (list) list.push(channel);
    else anew.set(channel.guildId, [channel]);
  }
  for (const [guildId, list] of anew) {
    list.sort((a, b) => a.position - b.position || compareSnowflakes(a.id, b.id));
    lists.set(guildId, sameList(former?.lists.get(guildId), list));
  }
  return { all, lists };
});

/** Returns the guilds of channels that changed; null where channels came or went: then all are to be looked at. */
function changedGuilds(
  all: readonly Channel[],
  former: readonly Channel[] | undefined,
): ReadonlySet<Snowflake> | null {
  if (former?.length !== all.length) return null;
  const changed = new Set<Snowflake>();
  for (const [at, channel] of all.entries()) {
    if (former[at] === channel) continue;
    if (former[at]?.id !== channel.id) return null;
    changed.add(channel.guildId);
  }
  return changed;
}
