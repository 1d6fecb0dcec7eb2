import type { Snowflake } from "../../net/snowflake.ts";
import type { ById, Member, State, Typing, User } from "../model.ts";
import { memoised, sameList } from "./memo.ts";
import { nameOf } from "./names.ts";

const NOBODY: readonly string[] = [];

/** Returns the names of those who type in a channel, the one who began first before the others. */
export function typingNames(state: State, channelId: Snowflake): readonly string[] {
  const here = state.typing[channelId];
  if (here === undefined) return NOBODY;
  const members = state.members[state.channels[channelId]?.guildId ?? ""];
  return names(channelId, [here, members, state.users]);
}

const names = memoised(
  (
    [here, members, users]: readonly [ById<Typing>, ById<Member> | undefined, ById<User>],
    former: readonly string[] | undefined,
  ) => {
    const byTime = Object.entries(here).sort(([, a], [, b]) => a.untilMs - b.untilMs);
    return sameList(
      former,
      byTime.flatMap(([id]) => nameOf(members?.[id], users[id]) ?? []),
    );
  },
);
