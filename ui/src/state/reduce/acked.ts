import type { WireMessage } from "../../net/wire.ts";
import type { State } from "../model.ts";
import { shown } from "./messages.ts";
import { outgoingDiscarded } from "./outgoing.ts";
import { readsOfMessages } from "./reads.ts";
import { changedMessage, changedTimeline } from "./timeline.ts";
import { usersOfMessages } from "./users.ts";

/**
 * An own message is durable. Was it told before, then it is where it belongs, or was deleted since: only its grey goes.
 * Else it is put in its place, and when it is told it is there already.
 */
export function outgoingAcked(state: State, nonce: string, message: WireMessage): State {
  const channelId = message.channel_id;
  const outgoing = state.outgoing[channelId]?.find((one) => one.nonce === nonce);
  let next = outgoingDiscarded(state, channelId, nonce);
  if (next.channels[channelId] === undefined) return next;
  if (outgoing?.messageId === message.id) {
    return changedTimeline(next, channelId, (timeline) => {
      const messages = changedMessage(timeline.messages, message.id, (known) =>
        known.nonce === nonce ? known : { ...known, nonce },
      );
      return messages === timeline.messages ? timeline : { ...timeline, messages };
    });
  }
  next = usersOfMessages(next, [message]);
  next = readsOfMessages(next, [message]);
  return shown(next, [message], [nonce]);
}
