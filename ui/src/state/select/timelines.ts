import { compareSnowflakes, type Snowflake } from "../../net/snowflake.ts";
import type { Message, State, Timeline } from "../model.ts";
import { newer } from "../reduce/channels.ts";
import { messageIn } from "../reduce/timeline.ts";
import { selfId } from "./guilds.ts";

/** Is the timeline older than what can be heard now, and may it be caught up? */
export function needsCatchUp(state: State, channelId: Snowflake): boolean {
  const timeline = state.timelines[channelId];
  const guild = state.guilds[state.channels[channelId]?.guildId ?? ""];
  if (timeline === undefined || guild === undefined) return false;
  return !timeline.live && timeline.load === null && guild.live && state.connection.kind === "open";
}

/** Does the timeline reach the present, with all that happened? */
export function reachesPresent(timeline: Timeline | undefined): boolean {
  return timeline?.live === true && !timeline.hasNewer;
}

/**
 * Returns the id that who has read to the end acks; null: there is nothing. It is the newest that there ever was, even if it
 * is gone: only that leaves nothing unread on a device that knows no more than it.
 */
export function endOfChannel(state: State, channelId: Snowflake): Snowflake | null {
  return newer(state.channels[channelId]?.lastMessageId ?? null, newestHeld(state.timelines[channelId]));
}

/** Returns what is read by whoever sees the last row; null: there is nothing, or more was said than is shown. */
export function seenEnd(state: State, channelId: Snowflake): Snowflake | null {
  return reachesPresent(state.timelines[channelId]) ? endOfChannel(state, channelId) : null;
}

/** Returns the newest message that there is, as far as is known: that of the channel may be gone. */
export function newestMessage(state: State, channelId: Snowflake): Snowflake | null {
  const timeline = state.timelines[channelId];
  return reachesPresent(timeline) ? newestHeld(timeline) : endOfChannel(state, channelId);
}

function newestHeld(timeline: Timeline | undefined): Snowflake | null {
  return timeline?.messages[timeline.messages.length - 1]?.id ?? null;
}

/** Returns a message that is held; null where it is not. */
export function messageById(state: State, channelId: Snowflake, messageId: Snowflake): Message | null {
  return messageIn(state.timelines[channelId]?.messages ?? [], messageId) ?? null;
}

/** Whether a message would be held if it was still there. */
export function isKnownGone(state: State, channelId: Snowflake, messageId: Snowflake): boolean {
  const timeline = state.timelines[channelId];
  if (!timeline?.live || messageById(state, channelId, messageId)) return false;
  const { messages, hasOlder, hasNewer } = timeline;
  const [first, last] = [messages[0]?.id ?? "0", messages.at(-1)?.id ?? "0"];
  const isBefore = hasOlder && compareSnowflakes(messageId, first) < 0;
  return !isBefore && !(hasNewer && compareSnowflakes(messageId, last) > 0);
}

/** Returns the person's newest message that is held and can be edited (`↑`); null where there is none. */
export function lastOwnMessage(state: State, channelId: Snowflake): Message | null {
  const me = selfId(state);
  const messages = state.timelines[channelId]?.messages ?? [];
  const waiting = state.outgoing[channelId] ?? [];
  for (let at = messages.length - 1; at >= 0; at -= 1) {
    const message = messages[at];
    if (message?.authorId !== me || (message.kind !== "plain" && message.kind !== "reply")) continue;
    if (!waiting.some(({ nonce, acked }) => nonce === message.nonce && !acked)) return message;
  }
  return null;
}
