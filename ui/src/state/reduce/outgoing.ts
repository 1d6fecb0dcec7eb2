/** Own messages on their way: from the composer until the server says that they are durable. */

import type { Snowflake } from "../../net/snowflake.ts";
import type { WireMessage } from "../../net/wire.ts";
import type { Outgoing, State } from "../model.ts";
import { without } from "./maps.ts";

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
  if (message.nonce === undefined) return undefined;
  const nonce = String(message.nonce);
  return state.outgoing[message.channel_id]?.find((outgoing) => outgoing.nonce === nonce);
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
