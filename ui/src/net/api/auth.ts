/** Arriving and leaving (docs/rest-api.md, Belfry's own). */

import { login, user } from "../decode/account.ts";
import { digits, list, object, text } from "../decode/check.ts";
import type { Answer } from "../refused.ts";
import { nothing, type Rest } from "../rest.ts";
import type { WireLogin, WireUser } from "../wire.ts";

export interface Welcome {
  user_id: string;
  token: string;
}
const welcome = object<Welcome>({ user_id: digits, token: text });

export function register(
  rest: Rest,
  body: { username: string; password: string; global_name: string | null },
): Promise<Answer<Welcome>> {
  return rest.call({ method: "POST", path: "/auth/register", body, check: welcome });
}

export function logIn(rest: Rest, body: { login: string; password: string }): Promise<Answer<Welcome>> {
  return rest.call({ method: "POST", path: "/auth/login", body, check: welcome });
}

export function logOut(rest: Rest, token: string): Promise<Answer<void>> {
  return rest.call({ method: "POST", path: "/auth/logout", token, check: nothing });
}

const logins = object<{ user_sessions: WireLogin[] }>({ user_sessions: list(login) });

export async function listLogins(rest: Rest): Promise<Answer<readonly WireLogin[]>> {
  const answer = await rest.call({ method: "GET", path: "/auth/sessions", check: logins });
  return answer.ok ? { ok: true, value: answer.value.user_sessions } : answer;
}

export function endLogins(rest: Rest, session_id_hashes: readonly string[]): Promise<Answer<void>> {
  const body = { session_id_hashes };
  return rest.call({ method: "POST", path: "/auth/sessions/logout", body, check: nothing });
}

export function changeMe(rest: Rest, body: { global_name: string | null }): Promise<Answer<WireUser>> {
  return rest.call({ method: "PATCH", path: "/users/@me", body, check: user });
}
