import type { WireMessage } from "../../net/wire.ts";
import type { State } from "../model.ts";
import { shown } from "./messages.ts";
import { outgoingDiscarded, outgoingKept, outgoingSettled } from "./outgoing.ts";
import { readsOfMessages } from "./reads.ts";
import { changedMessage, changedTimeline } from "./timeline.ts";
import { usersOfMessages } from "./users.ts";

/**
 * An own message is durable. Was it told before, then it is where it belongs, or was deleted since: only its grey goes.
 * Else it is put in its place, and when it is told it is there already. A timeline that has yet to catch up cannot take it: until then
 * its own row shows it.
 */
export function outgoingAcked(state: State, nonce: string, message: WireMessage): State {
  const channelId = message.channel_id;
  if (state.channels[channelId] === undefined) return outgoingDiscarded(state, channelId, nonce);
  const outgoing = state.outgoing[channelId]?.find((one) => one.nonce === nonce);
  const wasTold = outgoing?.messageId === message.id;
  const next = wasTold ? renamed(state, nonce, message) : added(state, nonce, message);
  return outgoingSettled(outgoingKept(next, channelId, nonce, message.id), channelId);
}

/** The message keeps the row of what was sent. */
function renamed(state: State, nonce: string, { id, channel_id }: WireMessage): State {
  return changedTimeline(state, channel_id, (timeline) => {
    const messages = changedMessage(timeline.messages, id, (known) =>
      known.nonce === nonce ? known : { ...known, nonce },
    );
    return messages === timeline.messages ? timeline : { ...timeline, messages };
  });
}

function added(state: State, nonce: string, message: WireMessage): State {
  const next = readsOfMessages(usersOfMessages(state, [message]), [message]);
  return shown(next, [message], [nonce]);
}
