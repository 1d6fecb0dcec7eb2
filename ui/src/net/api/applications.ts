/** Applications, their bots, and adding one to a guild. */

import { application } from "../decode/account.ts";
import { digits, list, object, text } from "../decode/check.ts";
import type { Answer } from "../refused.ts";
import { nothing, type Rest } from "../rest.ts";
import type { Snowflake } from "../snowflake.ts";
import type { WireApplication } from "../wire.ts";

export function listApplications(rest: Rest): Promise<Answer<readonly WireApplication[]>> {
  return rest.call({ method: "GET", path: "/applications", check: list(application) });
}

export function createApplication(rest: Rest, name: string): Promise<Answer<WireApplication>> {
  return rest.call({ method: "POST", path: "/applications", body: { name }, check: application });
}

export function resetBotToken(rest: Rest, id: Snowflake): Promise<Answer<{ token: string }>> {
  const check = object<{ token: string }>({ token: text });
  return rest.call({ method: "POST", path: `/applications/${id}/bot/reset`, body: {}, check });
}

export interface Consent {
  application: WireApplication;
  guilds: { id: Snowflake; name: string }[];
}
const consent = object<Consent>({
  application,
  guilds: list(object<{ id: Snowflake; name: string }>({ id: digits, name: text })),
});

export function getConsent(rest: Rest, client_id: Snowflake): Promise<Answer<Consent>> {
  const query = { client_id, scope: "bot" };
  return rest.call({ method: "GET", path: "/oauth2/authorize", query, check: consent });
}

export function authorize(
  rest: Rest,
  client_id: Snowflake,
  body: { guild_id: Snowflake; permissions: string; authorize: true },
): Promise<Answer<void>> {
  const query = { client_id, scope: "bot" };
  return rest.call({ method: "POST", path: "/oauth2/authorize", query, body, check: nothing });
}
