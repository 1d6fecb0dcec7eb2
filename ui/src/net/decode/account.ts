/** Checks of people, their logins and applications, and invites (`wire.ts`). */

import type { WireApplication, WireInvite, WireLogin, WireUser } from "../wire.ts";
import { type Check, digits, flag, maybe, nullable, number, object, or, text, time } from "./check.ts";

export const user = object<WireUser>({
  id: digits,
  username: text,
  global_name: nullable(text),
  bot: or(flag, false),
});

export const invite = object<WireInvite>({
  code: text,
  guild: maybe(
    object<NonNullable<WireInvite["guild"]>>({ id: digits, name: text, description: nullable(text) }),
  ),
  channel: nullable(
    object<NonNullable<WireInvite["channel"]>>({ id: digits, name: nullable(text), type: number }),
  ),
  inviter: maybe(user),
  expires_at: nullable(time),
  approximate_member_count: maybe(number),
  approximate_presence_count: maybe(number),
  uses: maybe(number),
  max_uses: maybe(number),
  max_age: maybe(number),
  created_at: maybe(time),
});

const clientInfo = object<WireLogin["client_info"]>({ os: nullable(text), platform: nullable(text) });
const loginParts = object<Omit<WireLogin, "approx_last_used_time">>({
  id_hash: text,
  current: or(flag, false),
  issued_at: time,
  client_info: or(clientInfo, { os: null, platform: null }),
});
/** A login that nobody says was used was used when it began. */
export const login: Check<WireLogin> = (value, path) => {
  const read = loginParts(value, path);
  const used = (value as { approx_last_used_time?: unknown }).approx_last_used_time;
  return { ...read, approx_last_used_time: or(time, read.issued_at)(used, `${path}.approx_last_used_time`) };
};

export const application = object<WireApplication>({ id: digits, name: text, bot: user });
