/** Guilds, their channels, and invites to them. */

import { invite } from "../decode/account.ts";
import { digits, object } from "../decode/check.ts";
import type { Answer } from "../refused.ts";
import { nothing, type Rest } from "../rest.ts";
import type { Snowflake } from "../snowflake.ts";
import type { WireInvite } from "../wire.ts";

export interface WithId {
  id: Snowflake;
}
/** The gateway tells the rest. */
const withId = object<WithId>({ id: digits });

export function createGuild(rest: Rest, name: string): Promise<Answer<WithId>> {
  return rest.call({ method: "POST", path: "/guilds", body: { name }, check: withId });
}

export function renameGuild(rest: Rest, guildId: Snowflake, name: string): Promise<Answer<void>> {
  return rest.call({ method: "PATCH", path: `/guilds/${guildId}`, body: { name }, check: nothing });
}

export function deleteGuild(rest: Rest, guildId: Snowflake): Promise<Answer<void>> {
  return rest.call({ method: "DELETE", path: `/guilds/${guildId}`, check: nothing });
}

export function leaveGuild(rest: Rest, guildId: Snowflake): Promise<Answer<void>> {
  return rest.call({ method: "DELETE", path: `/users/@me/guilds/${guildId}`, check: nothing });
}

export interface ChannelBody {
  name?: string;
  type?: number;
  topic?: string | null;
  parent_id?: Snowflake | null;
}

export function createChannel(rest: Rest, guildId: Snowflake, body: ChannelBody): Promise<Answer<WithId>> {
  return rest.call({ method: "POST", path: `/guilds/${guildId}/channels`, body, check: withId });
}

export function changeChannel(rest: Rest, channelId: Snowflake, body: ChannelBody): Promise<Answer<void>> {
  return rest.call({ method: "PATCH", path: `/channels/${channelId}`, body, check: nothing });
}

export function deleteChannel(rest: Rest, channelId: Snowflake): Promise<Answer<void>> {
  return rest.call({ method: "DELETE", path: `/channels/${channelId}`, check: nothing });
}

export function getInvite(rest: Rest, code: string): Promise<Answer<WireInvite>> {
  const query = { with_counts: "true" };
  return rest.call({ method: "GET", path: `/invites/${encodeURIComponent(code)}`, query, check: invite });
}

export function acceptInvite(rest: Rest, code: string): Promise<Answer<WireInvite>> {
  return rest.call({ method: "POST", path: `/invites/${encodeURIComponent(code)}`, body: {}, check: invite });
}

export function createInvite(
  rest: Rest,
  channelId: Snowflake,
  body: { max_age: number; max_uses: number; unique: boolean },
): Promise<Answer<WireInvite>> {
  return rest.call({ method: "POST", path: `/channels/${channelId}/invites`, body, check: invite });
}
