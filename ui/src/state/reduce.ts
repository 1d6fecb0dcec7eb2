import type { WireMessage } from "../net/wire.ts";
import type { ConnectionEvent, Dispatch, Event, LocalEvent, OutgoingEvent, TimelineEvent } from "./event.ts";
import type { State } from "./model.ts";
import { outgoingAcked } from "./reduce/acked.ts";
import { channelDelete, channelPut } from "./reduce/channels.ts";
import { connectionChanged, selfChanged } from "./reduce/connection.ts";
import { guildCreate, guildDelete, guildUpdate, ready, roleDelete, rolePut } from "./reduce/guilds.ts";
import { memberAdd, memberRemove, membersChunk, membersPut, presenceChanged } from "./reduce/members.ts";
import { messageFetched, messagesCreated, messagesDeleted, messageUpdated } from "./reduce/messages.ts";
import { outgoingDiscarded, outgoingPut, outgoingSettled } from "./reduce/outgoing.ts";
import { pageCame, timelinesDropped } from "./reduce/pages.ts";
import { ownReacted, reacted, reactionsCleared } from "./reduce/reactions.ts";
import { acked, read } from "./reduce/reads.ts";
import { loadBegun, loadFailed, pinnedChanged } from "./reduce/timeline.ts";
import { typingBegan, typingExpired } from "./reduce/typing.ts";
import { userPut } from "./reduce/users.ts";

/** Returns the state after `events`; a run of new messages costs one copy of what it touches. */
export function reduceAll(state: State, events: readonly Event[]): State {
  let next = state;
  let burst: WireMessage[] = [];
  for (const event of events) {
    if (event.kind === "message-create") {
      burst.push(event.message);
      continue;
    }
    if (burst.length > 0) next = messagesCreated(next, burst);
    burst = [];
    next = reduce(next, event);
  }
  return burst.length > 0 ? messagesCreated(next, burst) : next;
}

/** Returns the state after `event`: the same one where it changes nothing. */
export function reduce(state: State, event: Event): State {
  switch (event.kind) {
    case "connection":
    case "self":
      return reduceConnection(state, event);
    case "load-begun":
    case "load-failed":
    case "page":
    case "message-fetched":
    case "pinned":
    case "timelines-dropped":
      return reduceTimeline(state, event);
    case "outgoing-put":
    case "outgoing-acked":
    case "outgoing-discarded":
      return reduceOutgoing(state, event);
    case "read":
    case "own-reaction":
    case "tick":
      return reduceLocal(state, event);
    default:
      return reduceDispatch(state, event);
  }
}

function reduceConnection(state: State, event: ConnectionEvent): State {
  switch (event.kind) {
    case "connection":
      return connectionChanged(state, event.connection);
    case "self":
      return selfChanged(state, event.self);
  }
}

function reduceDispatch(state: State, event: Dispatch): State {
  switch (event.kind) {
    case "ready":
      return ready(state, event.ready);
    case "resumed":
      return state;
    case "user-update":
      return userPut(state, event.user);
    case "guild-create":
      return guildCreate(state, event.guild);
    case "guild-update":
      return guildUpdate(state, event.guild);
    case "guild-delete":
      return guildDelete(state, event.guildId, event.unavailable);
    case "role-put":
      return rolePut(state, event.guildId, event.role);
    case "role-delete":
      return roleDelete(state, event.guildId, event.roleId);
    case "channel-put":
      return channelPut(state, event.channel);
    case "channel-delete":
      return channelDelete(state, event.channelId);
    case "member-add":
      return memberAdd(state, event.guildId, event.member);
    case "member-update":
      return membersPut(state, event.guildId, [event.member]);
    case "member-remove":
      return memberRemove(state, event.guildId, event.userId);
    case "members-chunk":
      return membersChunk(state, event.guildId, event.members, event.presences);
    case "presence":
      return presenceChanged(state, event.guildId, event.presence);
    case "typing":
      return typingBegan(state, event);
    default:
      return reduceMessage(state, event);
  }
}

type MessageDispatch = Extract<
  Dispatch,
  {
    kind:
      | "message-create"
      | "message-update"
      | "message-delete"
      | "reaction-add"
      | "reaction-remove"
      | "reactions-clear"
      | "ack";
  }
>;

function reduceMessage(state: State, event: MessageDispatch): State {
  switch (event.kind) {
    case "message-create":
      return messagesCreated(state, [event.message]);
    case "message-update":
      return messageUpdated(state, event.message);
    case "message-delete":
      return messagesDeleted(state, event.channelId, event.messageIds);
    case "reaction-add":
    case "reaction-remove":
      return reacted(state, event, event.userId, event.kind === "reaction-add");
    case "reactions-clear":
      return reactionsCleared(state, event.channelId, event.messageId, event.emoji);
    case "ack":
      return acked(state, event);
  }
}

function reduceTimeline(state: State, event: TimelineEvent): State {
  switch (event.kind) {
    case "load-begun":
      return loadBegun(state, event.channelId, event.load);
    case "load-failed":
      return outgoingSettled(loadFailed(state, event.channelId, event.load), event.channelId);
    case "page":
      return pageCame(state, event);
    case "message-fetched":
      return messageFetched(state, event.message);
    case "pinned":
      return pinnedChanged(state, event.channelId, event.pinned);
    case "timelines-dropped":
      return timelinesDropped(state, event.channelIds);
  }
}

function reduceOutgoing(state: State, event: OutgoingEvent): State {
  switch (event.kind) {
    case "outgoing-put":
      return outgoingPut(state, event.outgoing);
    case "outgoing-acked":
      return outgoingAcked(state, event.nonce, event.message);
    case "outgoing-discarded":
      return outgoingDiscarded(state, event.channelId, event.nonce);
  }
}

function reduceLocal(state: State, event: LocalEvent): State {
  switch (event.kind) {
    case "read":
      return read(state, event.channelId, event.messageId);
    case "own-reaction":
      return ownReacted(state, event, event.on);
    case "tick":
      return typingExpired(state, event.nowMs);
  }
}
