/** Messages of a channel, their reactions, typing, and how far was read. */

import { user } from "../decode/account.ts";
import { list } from "../decode/check.ts";
import { message } from "../decode/parts.ts";
import type { Answer } from "../refused.ts";
import { nothing, type Rest } from "../rest.ts";
import { compareSnowflakes, type Snowflake } from "../snowflake.ts";
import type { WireMessage, WireUser } from "../wire.ts";

export interface PageQuery {
  readonly before?: Snowflake;
  readonly after?: Snowflake;
  readonly around?: Snowflake;
  readonly limit: number;
}

/** A page, oldest first (the server gives the newest first). */
export async function listMessages(
  rest: Rest,
  channelId: Snowflake,
  query: PageQuery,
): Promise<Answer<readonly WireMessage[]>> {
  const path = `/channels/${channelId}/messages`;
  const answer = await rest.call({ method: "GET", path, query: { ...query }, check: list(message) });
  return answer.ok ? { ok: true, value: answer.value.sort((a, b) => compareSnowflakes(a.id, b.id)) } : answer;
}

export function getMessage(rest: Rest, channelId: Snowflake, id: Snowflake): Promise<Answer<WireMessage>> {
  return rest.call({ method: "GET", path: `/channels/${channelId}/messages/${id}`, check: message });
}

export interface NewMessage {
  content: string;
  nonce: string;
  enforce_nonce: true;
  message_reference?: { message_id: Snowflake; fail_if_not_exists: boolean };
  allowed_mentions?: { parse: string[]; replied_user: boolean };
}

export function createMessage(
  rest: Rest,
  channelId: Snowflake,
  body: NewMessage,
  signal: AbortSignal,
): Promise<Answer<WireMessage>> {
  const path = `/channels/${channelId}/messages`;
  return rest.call({ method: "POST", path, body, check: message, signal });
}

export function editMessage(
  rest: Rest,
  channelId: Snowflake,
  id: Snowflake,
  content: string,
): Promise<Answer<void>> {
  const path = `/channels/${channelId}/messages/${id}`;
  return rest.call({ method: "PATCH", path, body: { content }, check: nothing });
}

export function deleteMessage(rest: Rest, channelId: Snowflake, id: Snowflake): Promise<Answer<void>> {
  return rest.call({ method: "DELETE", path: `/channels/${channelId}/messages/${id}`, check: nothing });
}

function reactionPath(channelId: Snowflake, id: Snowflake, emoji: string): string {
  return `/channels/${channelId}/messages/${id}/reactions/${encodeURIComponent(emoji)}`;
}

export function setOwnReaction(
  rest: Rest,
  [channelId, id, emoji]: readonly [Snowflake, Snowflake, string],
  on: boolean,
): Promise<Answer<void>> {
  const path = `${reactionPath(channelId, id, emoji)}/@me`;
  return rest.call({ method: on ? "PUT" : "DELETE", path, check: nothing });
}

export function listReactors(
  rest: Rest,
  [channelId, id, emoji]: readonly [Snowflake, Snowflake, string],
  limit: number,
): Promise<Answer<readonly WireUser[]>> {
  const path = reactionPath(channelId, id, emoji);
  return rest.call({ method: "GET", path, query: { limit }, check: list(user) });
}

export function startTyping(rest: Rest, channelId: Snowflake): Promise<Answer<void>> {
  return rest.call({ method: "POST", path: `/channels/${channelId}/typing`, check: nothing });
}

/** `manual`: backwards too. */
export function ack(
  rest: Rest,
  channelId: Snowflake,
  id: Snowflake,
  body: { manual?: boolean },
): Promise<Answer<void>> {
  return rest.call({
    method: "POST",
    path: `/channels/${channelId}/messages/${id}/ack`,
    body,
    check: nothing,
  });
}

export interface WireAck {
  channel_id: Snowflake;
  message_id: Snowflake;
}

export function ackBulk(rest: Rest, read_states: readonly WireAck[]): Promise<Answer<void>> {
  return rest.call({ method: "POST", path: "/read-states/ack-bulk", body: { read_states }, check: nothing });
}
