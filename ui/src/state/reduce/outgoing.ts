/** Own messages on their way: from the composer until the server says that they are durable. */

import type { Snowflake } from "../../net/snowflake.ts";
import type { WireMessage } from "../../net/wire.ts";
import type { Outgoing, State, Timeline } from "../model.ts";
import { without } from "./maps.ts";
import { hasMessage } from "./timeline.ts";

/** A new one comes last; one that is known changes where it is. */
export function outgoingPut(state: State, outgoing: Outgoing): State {
  if (state.channels[outgoing.channelId] === undefined) return state;
  const list = state.outgoing[outgoing.channelId] ?? [];
  const at = list.findIndex(({ nonce }) => nonce === outgoing.nonce);
  const known = list[at];
  if (known === undefined) return withOutgoing(state, outgoing.channelId, [...list, outgoing]);
  const changed = known.messageId === undefined ? outgoing : { ...outgoing, messageId: known.messageId };
  return withOutgoing(state, outgoing.channelId, [...list.slice(0, at), changed, ...list.slice(at + 1)]);
}

export function outgoingDiscarded(state: State, channelId: Snowflake, nonce: string): State {
  const list = state.outgoing[channelId];
  if (!list?.some((outgoing) => outgoing.nonce === nonce)) return state;
  return withOutgoing(
    state,
    channelId,
    list.filter((outgoing) => outgoing.nonce !== nonce),
  );
}

/** Returns the nonce of a message that the person sent from here and that is not acked; else null. */
export function ownNonce(state: State, message: WireMessage): string | null {
  return outgoingOf(state, message)?.nonce ?? null;
}

export function outgoingOf(state: State, message: WireMessage): Outgoing | undefined {
  if (state.self.kind !== "person" || message.author.id !== state.self.id) return undefined;
  const nonce = message.nonce === undefined ? null : String(message.nonce);
  const list = state.outgoing[message.channel_id];
  return list?.find((outgoing) => outgoing.nonce === nonce || outgoing.messageId === message.id);
}

/** Notes that a message on its way is durable. */
export function outgoingKept(state: State, channelId: Snowflake, nonce: string, messageId: Snowflake): State {
  const list = state.outgoing[channelId];
  if (!list?.some((outgoing) => outgoing.nonce === nonce)) return state;
  const changed = list.map((one) =>
    one.nonce === nonce ? { ...one, messageId, acked: true as const } : one,
  );
  return withOutgoing(state, channelId, changed);
}

/** Lets go of the acked messages that the timeline shows, or will never show. */
export function outgoingSettled(state: State, channelId: Snowflake, gone?: ReadonlySet<Snowflake>): State {
  const list = state.outgoing[channelId];
  if (!list?.some(({ acked }) => acked)) return state;
  const timeline = state.timelines[channelId];
  const stays = ({ acked, messageId = "" }: Outgoing) =>
    !acked || (gone?.has(messageId) !== true && isAwaited(timeline, messageId));
  const kept = list.filter(stays);
  return kept.length === list.length ? state : withOutgoing(state, channelId, kept);
}

/** Is the timeline still to say whether it has the message? One that is held from here to the present has said so. */
function isAwaited(timeline: Timeline | undefined, messageId: Snowflake): boolean {
  if (timeline === undefined) return false;
  const { load } = timeline;
  if (load?.deletedIds.includes(messageId)) return false;
  // Its page may be older than the message, and take it away.
  if (load?.live === false) return true;
  if (hasMessage(timeline.messages, messageId)) return false;
  return timeline.hasNewer ? load !== null : !timeline.live;
}

/** The gateway tells of messages; those sent from here stay grey, but have their place. */
export function placed(state: State, messages: readonly WireMessage[]): State {
  let next = state;
  for (const message of messages) {
    const outgoing = outgoingOf(next, message);
    if (outgoing === undefined || outgoing.messageId === message.id) continue;
    const list = next.outgoing[outgoing.channelId] ?? [];
    const changed = list.map((one) => (one === outgoing ? { ...outgoing, messageId: message.id } : one));
    next = withOutgoing(next, outgoing.channelId, changed);
  }
  return next;
}

function withOutgoing(state: State, channelId: Snowflake, list: readonly Outgoing[]): State {
  const outgoing =
    list.length > 0 ? { ...state.outgoing, [channelId]: list } : without(state.outgoing, channelId);
  return { ...state, outgoing };
}
