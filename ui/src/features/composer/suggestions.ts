/** What may be meant by what is being typed. */

import type { ShownMention } from "../../engine/view.ts";
import type { Snowflake } from "../../net/snowflake.ts";
import type { State } from "../../state/model.ts";
import {
  channelCandidates,
  type MentionCandidate,
  mentionCandidates,
} from "../../state/select/candidates.ts";
import { t } from "../../text/t.ts";
import type { FoundEmoji } from "./emojiSearch.ts";
import type { Trigger } from "./trigger.ts";

export interface Suggestion {
  readonly key: string;
  readonly label: string;
  /** What tells it from others of the same label. */
  readonly detail: string;
  readonly look:
    | { readonly kind: "user"; readonly id: Snowflake }
    | { readonly kind: "sign"; readonly sign: string }
    | { readonly kind: "emoji"; readonly emoji: string };
  /** What choosing it writes: a mention, and how it is told from another of the same name; or plain text. */
  readonly writes:
    | { readonly kind: "mention"; readonly mention: ShownMention; readonly otherwise: string }
    | { readonly kind: "text"; readonly text: string };
}

export function suggestionsFor(
  state: State,
  channelId: Snowflake,
  trigger: Trigger,
  emoji: readonly FoundEmoji[],
): readonly Suggestion[] {
  switch (trigger.kind) {
    case "user":
      return mentionCandidates(state, channelId, trigger.query).map(ofMention);
    case "channel":
      return channelCandidates(state, channelId, trigger.query).map(({ id, name }) => {
        const mention = { shown: `#${name}`, markup: `<#${id}>` };
        const look = { kind: "sign", sign: "#" } as const;
        return { key: id, label: name, detail: "", look, writes: asMention(mention, mention.markup) };
      });
    case "emoji":
      return emoji.map(({ emoji: sign, name }) => ({
        key: sign,
        label: `:${name}:`,
        detail: "",
        look: { kind: "emoji", emoji: sign },
        writes: { kind: "text", text: `${sign} ` },
      }));
  }
}

function ofMention(candidate: MentionCandidate): Suggestion {
  const { kind, id, name } = candidate;
  const at = { kind: "sign", sign: "@" } as const;
  switch (kind) {
    case "user": {
      const mention = { shown: `@${name}`, markup: `<@${id}>` };
      return {
        key: `user ${id}`,
        label: name,
        detail: candidate.userName === name ? "" : candidate.userName,
        look: { kind: "user", id },
        writes: asMention(mention, `@${candidate.userName}`),
      };
    }
    case "role": {
      const mention = { shown: `@${name}`, markup: `<@&${id}>` };
      return {
        key: id,
        label: name,
        detail: t("composer.role"),
        look: at,
        writes: asMention(mention, mention.markup),
      };
    }
    case "everyone":
    case "here":
      return {
        key: id,
        label: name,
        detail: t(kind === "here" ? "composer.here" : "composer.everyone"),
        look: at,
        writes: { kind: "text", text: `@${name} ` },
      };
  }
}

function asMention(mention: ShownMention, otherwise: string): Suggestion["writes"] {
  return { kind: "mention", mention, otherwise };
}
