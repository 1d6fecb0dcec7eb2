/** What people, roles and channels are called in a text. */

import type { Snowflake } from "../../net/snowflake.ts";
import type { State } from "../../state/model.ts";
import { nameOf } from "../../state/select/names.ts";
import { t } from "../../text/t.ts";

/** Returns what `userId` is called in the guild; `otherwise` where nobody by that id is known. */
export function authorName(state: State, guildId: Snowflake, userId: Snowflake, otherwise?: string): string {
  return nameOf(state.members[guildId]?.[userId], state.users[userId]) ?? otherwise ?? t("messages.someone");
}

/** Returns `content` with names in place of ids: for labels, previews and what is read out. */
export function plainText(state: State, guildId: Snowflake, content: string): string {
  return content
    .replace(/<@!?(\d+)>/g, (_, id: string) => `@${authorName(state, guildId, id)}`)
    .replace(/<@&(\d+)>/g, (whole, id: string) => after("@", state.guilds[guildId]?.roles[id]?.name) ?? whole)
    .replace(/<#(\d+)>/g, (whole, id: string) => after("#", state.channels[id]?.name) ?? whole)
    .replace(/\s+/g, " ")
    .trim();
}

function after(sign: string, name: string | undefined): string | null {
  return name === undefined ? null : sign + name;
}
