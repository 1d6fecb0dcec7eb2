/** What is done now and then, and loaded then. */

import type { Actions } from "../actions.ts";
import { bots } from "./bots.ts";
import { guilds } from "./guilds.ts";
import type { RARE_ACTIONS } from "./later.ts";
import type { Parts } from "./parts.ts";

export function rareActions(parts: Parts): Pick<Actions, (typeof RARE_ACTIONS)[number]> {
  return { ...guilds(parts), ...bots(parts) };
}
