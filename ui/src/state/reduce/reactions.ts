/** Reactions are counted by events; the person's own are known to be so, which makes hearing twice harmless. */

import type { Snowflake } from "../../net/snowflake.ts";
import type { Message, Reaction, State } from "../model.ts";
import { changedTimeline, touched } from "./timeline.ts";

export interface ReactionOf {
  readonly channelId: Snowflake;
  readonly messageId: Snowflake;
  readonly emoji: string;
}

/** Somebody, maybe the person, reacted (`on`) or took it back. */
export function reacted(state: State, at: ReactionOf, userId: Snowflake, on: boolean): State {
  const own = state.self.kind === "person" && state.self.id === userId;
  return changedReactions(state, at, (reactions) =>
    own ? withOwn(reactions, at.emoji, on) : counted(reactions, at.emoji, on ? 1 : -1, null),
  );
}

/** The person's own, before it is told. */
export function ownReacted(state: State, at: ReactionOf, on: boolean): State {
  return changedReactions(state, at, (reactions) => withOwn(reactions, at.emoji, on));
}

/** All reactions, or all with one emoji, are gone. */
export function reactionsCleared(
  state: State,
  channelId: Snowflake,
  messageId: Snowflake,
  emoji: string | null,
): State {
  return changedReactions(state, { channelId, messageId }, (reactions) =>
    reactions.filter((reaction) => emoji !== null && reaction.emoji !== emoji),
  );
}

function changedReactions(
  state: State,
  at: Pick<ReactionOf, "channelId" | "messageId">,
  change: (reactions: readonly Reaction[]) => readonly Reaction[],
): State {
  return changedTimeline(state, at.channelId, (timeline) =>
    touched(timeline, at.messageId, (message) => withReactions(message, change(message.reactions))),
  );
}

function withReactions(message: Message, reactions: readonly Reaction[]): Message {
  const same =
    reactions.length === message.reactions.length && reactions.every((r, i) => r === message.reactions[i]);
  return same ? message : { ...message, reactions };
}

function withOwn(reactions: readonly Reaction[], emoji: string, on: boolean): readonly Reaction[] {
  const known = reactions.find((reaction) => reaction.emoji === emoji);
  return (known?.me ?? false) === on ? reactions : counted(reactions, emoji, on ? 1 : -1, on);
}

function counted(
  reactions: readonly Reaction[],
  emoji: string,
  by: 1 | -1,
  me: boolean | null,
): readonly Reaction[] {
  const known = reactions.find((reaction) => reaction.emoji === emoji);
  if (known === undefined) return by === 1 ? [...reactions, { emoji, count: 1, me: me ?? false }] : reactions;
  const changed = { emoji, count: known.count + by, me: me ?? known.me };
  return reactions.flatMap((reaction) => {
    if (reaction !== known) return reaction;
    return changed.count > 0 ? changed : [];
  });
}
