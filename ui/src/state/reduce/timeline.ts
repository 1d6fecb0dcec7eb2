/** A channel's stretch of history: how live messages come to it, change and go. Pages are next door. */

import { limits } from "../../limits.ts";
import { compareSnowflakes, type Snowflake } from "../../net/snowflake.ts";
import type { LoadKind, Message, State, Timeline } from "../model.ts";
import { mapped } from "./maps.ts";

const UNLOADED: Timeline = {
  messages: [],
  hasOlder: true,
  hasNewer: false,
  pinned: true,
  live: false,
  load: null,
  failed: null,
  refetch: [],
};

export function changedTimeline(
  state: State,
  channelId: Snowflake,
  change: (timeline: Timeline) => Timeline,
): State {
  const timeline = state.timelines[channelId];
  if (timeline === undefined) return state;
  const changed = change(timeline);
  if (changed === timeline) return state;
  return { ...state, timelines: { ...state.timelines, [channelId]: changed } };
}

export function loadBegun(state: State, channelId: Snowflake, kind: LoadKind): State {
  const channel = state.channels[channelId];
  if (channel === undefined) return state;
  const heardAll = state.connection.kind === "open" && state.guilds[channel.guildId]?.live === true;
  const load = { kind, live: heardAll, heard: [], deletedIds: [], touchedIds: [] };
  const timeline = state.timelines[channelId] ?? UNLOADED;
  return { ...state, timelines: { ...state.timelines, [channelId]: { ...timeline, load, failed: null } } };
}

export function loadFailed(state: State, channelId: Snowflake, kind: LoadKind): State {
  return changedTimeline(state, channelId, (timeline) =>
    timeline.load?.kind === kind ? { ...timeline, load: null, failed: kind } : timeline,
  );
}

export function pinnedChanged(state: State, channelId: Snowflake, pinned: boolean): State {
  return changedTimeline(state, channelId, (timeline) =>
    timeline.pinned === pinned ? timeline : { ...timeline, pinned },
  );
}

/** READY: events were missed. Who stands at the end keeps one page, which is quickly caught up. */
export function missedAll(state: State): State {
  const timelines = mapped(state.timelines, (timeline) => {
    const cut = timeline.pinned ? timeline.messages.length - limits.pageMessages : 0;
    if (cut <= 0) return missed(timeline);
    return missed(cutOff({ ...timeline, messages: timeline.messages.slice(cut), hasOlder: true }, "older"));
  });
  return timelines === state.timelines ? state : { ...state, timelines };
}

/** Events of these channels were missed. */
export function missedOfChannels(state: State, channels: ReadonlySet<Snowflake>): State {
  const timelines = mapped(state.timelines, (timeline, id) =>
    channels.has(id) ? missed(timeline) : timeline,
  );
  return timelines === state.timelines ? state : { ...state, timelines };
}

function missed(timeline: Timeline): Timeline {
  if (!timeline.live && !timeline.load?.live) return timeline;
  return { ...timeline, live: false, load: timeline.load && { ...timeline.load, live: false } };
}

/**
 * New messages were heard, or acked: a load remembers them, and a live timeline shows those that come after all it holds, if it reaches
 * the present, or between: an own one may have been acked before older ones were heard.
 */
export function appended(timeline: Timeline, messages: readonly Message[]): Timeline {
  const heard = rememberHeard(timeline, messages);
  const [first, last] = [heard.messages[0], heard.messages.at(-1)];
  if (!heard.live || (heard.hasNewer && last === undefined)) return heard;
  const within = messages.filter(({ id }) => {
    if (heard.hasOlder && first && compareSnowflakes(id, first.id) < 0) return false;
    return !heard.hasNewer || !last || compareSnowflakes(id, last.id) < 0;
  });
  const all = inserted(heard.messages, within);
  if (all === heard.messages) return heard;
  return trimmed({ ...heard, messages: all }, heard.pinned ? "oldest" : "newest");
}

function rememberHeard(timeline: Timeline, messages: readonly Message[]): Timeline {
  const { load } = timeline;
  if (!load?.live || load.heard === null) return timeline;
  const heard = inserted(load.heard, messages);
  return { ...timeline, load: { ...load, heard: heard.length > limits.timelineMessages ? null : heard } };
}

/** Lets the messages of one end go until the rest fits. */
export function trimmed(timeline: Timeline, end: "oldest" | "newest"): Timeline {
  const { messages } = timeline;
  if (messages.length <= limits.timelineMessages) return timeline;
  return end === "oldest"
    ? cutOff({ ...timeline, messages: messages.slice(-limits.timelineMessages), hasOlder: true }, "older")
    : cutOff({ ...timeline, messages: messages.slice(0, limits.timelineMessages), hasNewer: true }, "newer");
}

/** A page that was asked for next to what was cut off joins nothing any more. */
function cutOff(timeline: Timeline, kind: "older" | "newer"): Timeline {
  return timeline.load?.kind === kind ? { ...timeline, load: null } : timeline;
}

/** Returns `messages` with `added` in their places; of one that is there already, the new state and the old nonce. */
export function inserted(messages: readonly Message[], added: readonly Message[]): readonly Message[] {
  if (added.length === 0) return messages;
  const result = [...messages];
  for (const message of added) {
    const at = placeOf(result, message.id);
    const known = result[at];
    if (known?.id === message.id) result[at] = { ...message, nonce: message.nonce ?? known.nonce };
    else result.splice(at, 0, message);
  }
  return result;
}

/** Returns the index of the first message that is not older than `id`; most are asked for near the end. */
export function placeOf(messages: readonly Message[], id: Snowflake): number {
  let [low, high] = [0, messages.length];
  const last = messages[high - 1];
  if (last === undefined || compareSnowflakes(last.id, id) < 0) return high;
  while (low < high) {
    const middle = (low + high) >> 1;
    const message = messages[middle];
    if (message !== undefined && compareSnowflakes(message.id, id) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function messageIn(messages: readonly Message[], id: Snowflake): Message | undefined {
  const message = messages[placeOf(messages, id)];
  return message?.id === id ? message : undefined;
}

export function hasMessage(messages: readonly Message[], id: Snowflake): boolean {
  return messageIn(messages, id) !== undefined;
}

/** Returns `messages` with `change` made of the one that has `id`; the same list where there is none. */
export function changedMessage(
  messages: readonly Message[],
  id: Snowflake,
  change: (message: Message) => Message,
): readonly Message[] {
  const at = placeOf(messages, id);
  const message = messages[at];
  if (message?.id !== id) return messages;
  const changed = change(message);
  return changed === message ? messages : [...messages.slice(0, at), changed, ...messages.slice(at + 1)];
}

/** Makes `change` of a message wherever the timeline has it, and lets a load remember that it was touched. */
export function touched(timeline: Timeline, id: Snowflake, change: (message: Message) => Message): Timeline {
  const messages = changedMessage(timeline.messages, id, change);
  const load = timeline.load && {
    ...timeline.load,
    heard: timeline.load.heard && changedMessage(timeline.load.heard, id, change),
    touchedIds: timeline.load.touchedIds.includes(id)
      ? timeline.load.touchedIds
      : [...timeline.load.touchedIds, id],
  };
  return messages === timeline.messages && load === null ? timeline : { ...timeline, messages, load };
}

/** Messages are gone; replies to them answer nothing any more. */
export function removed(timeline: Timeline, gone: ReadonlySet<Snowflake>): Timeline {
  const messages = messagesWithout(timeline.messages, gone);
  const load = timeline.load && {
    ...timeline.load,
    heard: timeline.load.heard && messagesWithout(timeline.load.heard, gone),
    deletedIds: [...timeline.load.deletedIds, ...gone],
  };
  const refetch = timeline.refetch.some((id) => gone.has(id))
    ? timeline.refetch.filter((id) => !gone.has(id))
    : timeline.refetch;
  const same = messages === timeline.messages && load === null && refetch === timeline.refetch;
  return same ? timeline : { ...timeline, messages, load, refetch };
}

function messagesWithout(messages: readonly Message[], gone: ReadonlySet<Snowflake>): readonly Message[] {
  const concerned = messages.some(({ id, replyTo }) => gone.has(id) || gone.has(replyTo?.messageId ?? ""));
  if (!concerned) return messages;
  return messages.filter(({ id }) => !gone.has(id)).map((message) => answerGone(message, gone));
}

export function answerGone(message: Message, gone: ReadonlySet<Snowflake>): Message {
  const { replyTo } = message;
  if (replyTo === null || replyTo.content === null || !gone.has(replyTo.messageId)) return message;
  return { ...message, replyTo: { messageId: replyTo.messageId, authorId: null, content: null } };
}
