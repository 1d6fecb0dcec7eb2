/** Where things are: the addresses of the client's pages. */

import type { Snowflake } from "../net/snowflake.ts";

export const paths = {
  home: "/channels",
  login: "/login",
  guild: (guildId: Snowflake) => `/channels/${guildId}`,
  channel: (guildId: Snowflake, channelId: Snowflake) => `/channels/${guildId}/${channelId}`,
  invite: (code: string) => `/invite/${encodeURIComponent(code)}`,
  settings: (page: string) => `/settings/${page}`,
} as const;

/** Returns the page of logging in that leads to `wanted` afterwards. */
export function loginThen(wanted: string): string {
  return wanted === paths.home ? paths.login : `${paths.login}?next=${encodeURIComponent(wanted)}`;
}

/** Returns where a person goes from the page of logging in: only to pages of ours. */
export function nextOf(search: string): string {
  const next = new URLSearchParams(search).get("next") ?? "";
  // "//host" and "/\host" are other hosts to a browser.
  return /^\/(?![/\\])/.test(next) ? next : paths.home;
}
