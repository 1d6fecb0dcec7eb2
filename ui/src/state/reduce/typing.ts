import { limits } from "../../limits.ts";
import type { Snowflake } from "../../net/snowflake.ts";
import type { WireMember, WireMessage } from "../../net/wire.ts";
import type { State, Typing } from "../model.ts";
import { filtered, mapped, without } from "./maps.ts";
import { membersPut } from "./members.ts";

export function typingBegan(
  state: State,
  event: { channelId: Snowflake; userId: Snowflake; member: WireMember | null; atMs: number },
): State {
  const channel = state.channels[event.channelId];
  const own = state.self.kind === "person" && state.self.id === event.userId;
  if (channel === undefined || own) return state;
  const next = event.member === null ? state : membersPut(state, channel.guildId, [event.member]);
  const typing = { ...next.typing[channel.id], [event.userId]: { untilMs: event.atMs + limits.typingMs } };
  return { ...next, typing: { ...next.typing, [channel.id]: typing } };
}

/** Whoever has sent does not type any more. */
export function typingEnded(state: State, messages: readonly WireMessage[]): State {
  let typing = state.typing;
  for (const { channel_id, author } of messages) {
    const here = typing[channel_id];
    if (here?.[author.id] !== undefined) typing = { ...typing, [channel_id]: without(here, author.id) };
  }
  return typing === state.typing ? state : { ...state, typing };
}

/** Whoever would still type for longer than anybody may was heard before the clock was set back. */
export function typingExpired(state: State, nowMs: number): State {
  const isNow = ({ untilMs }: Typing) => untilMs > nowMs && untilMs <= nowMs + limits.typingMs;
  const still = mapped(state.typing, (here) => filtered(here, (_, typing) => isNow(typing)));
  const typing = filtered(still, (_, here) => Object.keys(here).length > 0);
  return typing === state.typing ? state : { ...state, typing };
}
