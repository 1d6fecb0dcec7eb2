/** What an autocomplete list offers for `@` and `#`. */

import { limits } from "../../limits.ts";
import type { Snowflake } from "../../net/snowflake.ts";
import type { Channel, Guild, State } from "../model.ts";
import { includes } from "../permissions.ts";
import { channelsInOrder, selfId } from "./guilds.ts";
import { nameOf } from "./names.ts";
import { can, permissionsOf } from "./permissions.ts";

export type MentionCandidate =
  | {
      readonly kind: "user";
      readonly id: Snowflake;
      readonly name: string;
      readonly userName: string;
      readonly bot: boolean;
    }
  | { readonly kind: "role"; readonly id: Snowflake; readonly name: string; readonly color: number | null }
  | { readonly kind: "everyone" | "here"; readonly id: string; readonly name: string };

/** How well a candidate fits, the best first; then how recently it was heard of. */
interface Ranked<T> {
  readonly rank: number;
  readonly recency: number;
  readonly name: string;
  readonly candidate: T;
}

/** Returns whom `@query` may mean in a channel, the best first: people who can see it, roles, everyone; `limits.suggestions` at most. */
export function mentionCandidates(
  state: State,
  channelId: Snowflake,
  query: string,
): readonly MentionCandidate[] {
  const channel = state.channels[channelId];
  const guild = state.guilds[channel?.guildId ?? ""];
  if (channel === undefined || guild === undefined) return [];
  const wanted = query.toLowerCase();
  const ranked = [...people(state, guild, channel, wanted), ...groups(state, guild, channelId, wanted)];
  return best(ranked, (candidate) => {
    if (candidate.kind !== "user") return true;
    return includes(permissionsOf(state, guild, channel, candidate.id), "VIEW_CHANNEL");
  });
}

/** Returns which text channels of the same guild `#query` may mean, the best first. */
export function channelCandidates(state: State, channelId: Snowflake, query: string): readonly Channel[] {
  const guildId = state.channels[channelId]?.guildId ?? channelId;
  const wanted = query.toLowerCase();
  const ranked = channelsInOrder(state, guildId).flatMap((candidate, recency) => {
    const rank = rankOf(candidate.name, wanted);
    return rank === null ? [] : [{ rank, recency, name: candidate.name, candidate }];
  });
  return best(ranked, () => true);
}

function people(state: State, guild: Guild, channel: Channel, wanted: string): Ranked<MentionCandidate>[] {
  const recent = recencyOf(state, channel.id);
  const me = selfId(state);
  const result: Ranked<MentionCandidate>[] = [];
  for (const member of Object.values(state.members[guild.id] ?? {})) {
    const user = state.users[member.userId];
    if (user === undefined || user.id === me) continue;
    const name = nameOf(member, user) ?? user.name;
    const rank = bestRank([name, user.name, user.globalName], wanted);
    if (rank === null) continue;
    const candidate = { kind: "user" as const, id: user.id, name, userName: user.name, bot: user.bot };
    result.push({ rank, recency: recent.get(user.id) ?? Number.MAX_SAFE_INTEGER, name, candidate });
  }
  return result;
}

function groups(
  state: State,
  guild: Guild,
  channelId: Snowflake,
  wanted: string,
): Ranked<MentionCandidate>[] {
  const mayAll = can(state, channelId, "MENTION_EVERYONE");
  const roles = Object.values(guild.roles).filter(
    ({ id, mentionable }) => id !== guild.id && (mentionable || mayAll),
  );
  const candidates: MentionCandidate[] = roles.map(({ id, name, color }) => {
    return { kind: "role", id, name, color: color === 0 ? null : color };
  });
  if (mayAll) {
    candidates.push({ kind: "everyone", id: "everyone", name: "everyone" });
    candidates.push({ kind: "here", id: "here", name: "here" });
  }
  return candidates.flatMap((candidate) => {
    const rank = rankOf(candidate.name, wanted);
    // People come before groups that fit equally well.
    return rank === null ? [] : [{ rank: rank + 0.5, recency: 0, name: candidate.name, candidate }];
  });
}

/** How many authors ago each one wrote in the channel. */
function recencyOf(state: State, channelId: Snowflake): ReadonlyMap<Snowflake, number> {
  const messages = state.timelines[channelId]?.messages ?? [];
  const result = new Map<Snowflake, number>();
  for (let at = messages.length - 1; at >= 0; at -= 1) {
    const author = messages[at]?.authorId;
    if (author !== undefined && !result.has(author)) result.set(author, result.size);
  }
  return result;
}

function bestRank(names: readonly (string | null)[], wanted: string): number | null {
  const ranks = names.flatMap((name) => (name === null ? [] : (rankOf(name, wanted) ?? [])));
  return ranks.length > 0 ? Math.min(...ranks) : null;
}

/** 0: begins so; 1: a word in it begins so; 2: contains it; null: none of these. */
function rankOf(name: string, wanted: string): number | null {
  const at = name.toLowerCase().indexOf(wanted);
  if (at < 0) return null;
  if (at === 0) return 0;
  return /[\s\-_.]/.test(name[at - 1] ?? "") ? 1 : 2;
}

function best<T>(ranked: Ranked<T>[], fits: (candidate: T) => boolean): readonly T[] {
  ranked.sort((a, b) => a.rank - b.rank || a.recency - b.recency || (a.name < b.name ? -1 : 1));
  const result: T[] = [];
  for (const { candidate } of ranked) {
    if (result.length === limits.suggestions) break;
    if (fits(candidate)) result.push(candidate);
  }
  return result;
}
