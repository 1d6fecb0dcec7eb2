/** What may be meant by what is being typed. */

import { type Mentionable, userMention } from "../../engine/draft.ts";
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
  readonly writes:
    | { readonly kind: "mention"; readonly mention: Mentionable }
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
      return mentionCandidates(state, channelId, trigger.query).map((candidate) =>
        ofMention(state, state.channels[channelId]?.guildId ?? "", candidate),
      );
    case "channel":
      return channelCandidates(state, channelId, trigger.query).map(({ id, name }) => {
        const mention = { names: [`#${name}`], markup: `<#${id}>` };
        const look = { kind: "sign", sign: "#" } as const;
        return { key: id, label: name, detail: "", look, writes: { kind: "mention", mention } };
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

function ofMention(state: State, guildId: Snowflake, candidate: MentionCandidate): Suggestion {
  const { kind, id, name } = candidate;
  const at = { kind: "sign", sign: "@" } as const;
  switch (kind) {
    case "user": {
      return {
        key: `user ${id}`,
        label: name,
        detail: candidate.userName === name ? "" : candidate.userName,
        look: { kind: "user", id },
        writes: { kind: "mention", mention: userMention(state, guildId, id) },
      };
    }
    case "role": {
      return {
        key: id,
        label: name,
        detail: t("composer.role"),
        look: at,
        writes: { kind: "mention", mention: { names: [`@${name}`], markup: `<@&${id}>` } },
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
