/** What people, roles and channels are called in a text. */

import type { Node } from "../../markdown/ast.ts";
import { type Names, plainText as plain } from "../../markdown/plain.ts";
import type { Snowflake } from "../../net/snowflake.ts";
import type { State } from "../../state/model.ts";
import { nameOf } from "../../state/select/names.ts";
import { isolated, t } from "../../text/t.ts";
import { parsed } from "./markdown/parsed.ts";
import { timeText } from "./markdown/times.ts";

/** Returns what `userId` is called in the guild; `otherwise` where nobody by that id is known. */
export function authorName(state: State, guildId: Snowflake, userId: Snowflake, otherwise?: string): string {
  return nameOf(state.members[guildId]?.[userId], state.users[userId]) ?? otherwise ?? t("messages.someone");
}

/** Of texts that name nobody: they say the same whatever happens. */
const fixed = new WeakMap<readonly Node[], string>();

/**
 * Returns `content` as one line, with names in place of ids, without signs of markdown, and with what a spoiler hides still hidden:
 * for labels, previews and what is read out.
 */
export function plainText(state: State, guildId: Snowflake, content: string): string {
  const nodes = parsed(content);
  const known = fixed.get(nodes);
  if (known !== undefined) return known;
  const text = plain(nodes, namesIn(state, guildId));
  if (!/<[@#]/.test(content)) fixed.set(nodes, text);
  return text;
}

function namesIn(state: State, guildId: Snowflake): Names {
  return {
    user: (id) => isolated(authorName(state, guildId, id)),
    role: (id) => isolated(state.guilds[guildId]?.roles[id]?.name ?? id),
    channel: (id) => isolated(state.channels[id]?.name ?? id),
    time: (unix) => timeText(unix, "f", Date.now()),
    spoiler: t("markdown.spoilerPlain"),
  };
}
