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
  return byGuild("", [state.channels]).get(guildId) ?? NONE;
}

const NONE: readonly Channel[] = [];

const byGuild = memoised(
  ([all]: readonly [ById<Channel>], former: ReadonlyMap<Snowflake, readonly Channel[]> | undefined) => {
    const lists = new Map<Snowflake, Channel[]>();
    for (const channel of Object.values(all)) {
      const list = lists.get(channel.guildId);
      if (list) list.push(channel);
      else lists.set(channel.guildId, [channel]);
    }
    const result = new Map<Snowflake, readonly Channel[]>();
    for (const [guildId, list] of lists) {
      list.sort((a, b) => a.position - b.position || compareSnowflakes(a.id, b.id));
      result.set(guildId, sameList(former?.get(guildId), list));
    }
    return result;
  },
);
