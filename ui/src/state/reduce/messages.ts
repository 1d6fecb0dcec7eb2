/** What the gateway tells of messages: created, changed, deleted, reacted to. */

import type { Snowflake } from "../../net/snowflake.ts";
import type { WireMessage } from "../../net/wire.ts";
import type { Message, State } from "../model.ts";
import { withLastMessage } from "./channels.ts";
import { draft, equal } from "./maps.ts";
import { membersOfMessages } from "./members.ts";
import { outgoingSettled, ownNonce, placed } from "./outgoing.ts";
import { readsOfMessages, readsWithout } from "./reads.ts";
import { appended, changedTimeline, removed, touched } from "./timeline.ts";
import { typingEnded } from "./typing.ts";
import { usersOfMessages } from "./users.ts";
import { toMessage } from "./wire.ts";

/** New messages in the order of hearing: a burst costs one copy of each map that it touches. */
export function messagesCreated(state: State, all: readonly WireMessage[]): State {
  const messages = all.filter(({ channel_id }) => state.channels[channel_id] !== undefined);
  if (messages.length === 0) return state;
  // What is said where nobody looks names nobody yet: its page will. So a crowd that is only heard takes no room.
  const held = messages.filter(({ channel_id }) => state.timelines[channel_id] !== undefined);
  let next = usersOfMessages(state, held);
  next = membersOfMessages(next, held);
  next = readsOfMessages(next, messages);
  next = typingEnded(next, messages);
  const nonces = messages.map((message) => ownNonce(next, message));
  next = placed(next, messages);
  return shown(next, messages, nonces);
}

/** Puts messages into their timelines; their channels know the newest one. */
export function shown(
  state: State,
  messages: readonly WireMessage[],
  nonces: readonly (string | null)[],
): State {
  const channels = draft(state.channels);
  const byChannel = new Map<Snowflake, Message[]>();
  messages.forEach((wire, index) => {
    const channel = channels.get(wire.channel_id);
    if (channel) channels.put(channel.id, withLastMessage(channel, wire.id));
    const message = toMessage(wire, nonces[index] ?? null);
    const before = byChannel.get(wire.channel_id);
    if (before) before.push(message);
    else byChannel.set(wire.channel_id, [message]);
  });
  const timelines = draft(state.timelines);
  for (const [channelId, added] of byChannel) {
    const timeline = timelines.get(channelId);
    if (timeline) timelines.put(channelId, appended(timeline, added));
  }
  const same = channels.done() === state.channels && timelines.done() === state.timelines;
  const next = same ? state : { ...state, channels: channels.done(), timelines: timelines.done() };
  return [...byChannel.keys()].reduce((before, channelId) => outgoingSettled(before, channelId), next);
}

/** A changed message keeps its reactions: the event is one for all, and cannot know which are the person's own. */
export function messageUpdated(state: State, wire: WireMessage): State {
  const next = usersOfMessages(state, [wire]);
  return changedTimeline(next, wire.channel_id, (timeline) => {
    const changed = touched(timeline, wire.id, (known) => {
      const message = { ...toMessage(wire, known.nonce), reactions: known.reactions };
      return equal(known, message) ? known : message;
    });
    return answersChanged(changed, wire);
  });
}

function answersChanged(timeline: State["timelines"][string], wire: WireMessage): typeof timeline {
  const answers = ({ replyTo }: Message) =>
    replyTo?.messageId === wire.id && replyTo.content !== null && replyTo.content !== wire.content;
  if (!timeline.messages.some(answers)) return timeline;
  const replyTo = { messageId: wire.id, authorId: wire.author.id, content: wire.content };
  const messages = timeline.messages.map((message) => (answers(message) ? { ...message, replyTo } : message));
  return { ...timeline, messages };
}

export function messagesDeleted(state: State, channelId: Snowflake, ids: readonly Snowflake[]): State {
  const gone = new Set(ids);
  const next = changedTimeline(state, channelId, (timeline) => removed(timeline, gone));
  return outgoingSettled(readsWithout(next, channelId, ids), channelId, gone);
}

/** History's newest word on a message that was changed while its page was on its way. */
export function messageFetched(state: State, wire: WireMessage): State {
  const next = usersOfMessages(state, [wire]);
  return changedTimeline(next, wire.channel_id, (timeline) => {
    const changed = touched(timeline, wire.id, (known) => toMessage(wire, known.nonce));
    return { ...changed, refetch: timeline.refetch.filter((id) => id !== wire.id) };
  });
}
