import { useEffect, useMemo, useState } from "react";
import type { Draft } from "../../engine/draft.ts";
import { useActions, useStore } from "../../engine/hooks.ts";
import type { Snowflake } from "../../net/snowflake.ts";
import { sameEach } from "../../state/select/memo.ts";
import type { EmojiSearch } from "./emojiSearch.ts";
import { type Suggestion, suggestionsFor } from "./suggestions.ts";
import { type Trigger, triggerAt } from "./trigger.ts";

/** A pause in typing after which the server is asked. */
const ASK_AFTER_MS = 150;
const NONE: readonly Suggestion[] = [];

export interface Completion {
  /** Null: nothing is offered. */
  readonly trigger: Trigger | null;
  readonly items: readonly Suggestion[];
  readonly active: number;
  readonly setActive: (index: number) => void;
  readonly dismiss: () => void;
}

/** Offers what may be meant before the caret; null as caret: the field has no focus. */
export function useSuggestions(channelId: Snowflake, draft: Draft, caret: number | null): Completion {
  const [dismissed, dismiss] = useState<string | null>(null);
  const [chosen, choose] = useState({ of: "", index: 0 });
  const found = useMemo(() => (caret === null ? null : openTrigger(draft, caret)), [draft, caret]);
  const place = found ? `${found.kind} ${found.from}` : "";
  // What was refused there was another word.
  if (caret !== null && dismissed !== null && dismissed !== place) dismiss(null);
  const trigger = found && place !== dismissed ? found : null;
  const emoji = useEmoji(trigger);
  useAsked(channelId, trigger);
  const items = useStore(
    (state) => (trigger ? suggestionsFor(state, channelId, trigger, emoji) : NONE),
    sameSuggestions,
  );
  const of = `${place} ${trigger?.query ?? ""}`;
  return {
    trigger: items.length > 0 ? trigger : null,
    items,
    active: chosen.of === of ? Math.min(chosen.index, items.length - 1) : 0,
    setActive: (index) => choose({ of, index }),
    dismiss: () => dismiss(place),
  };
}

/** A mention that was chosen is no longer being typed. */
function openTrigger({ text, mentions }: Draft, caret: number): Trigger | null {
  const found = triggerAt(text, caret);
  const typed = found && text.slice(found.from, found.to);
  return mentions.some(({ shown }) => shown === typed) ? null : found;
}

function useEmoji(trigger: Trigger | null) {
  const [search, setSearch] = useState<EmojiSearch | null>(null);
  const query = trigger?.kind === "emoji" ? trigger.query : null;
  const isWanted = query !== null;
  useEffect(() => {
    if (!isWanted) return;
    let current = true;
    void import("./emojiSearch.ts")
      .then(({ emojiSearch }) => emojiSearch())
      .then(
        (loaded) => current && setSearch(() => loaded),
        // Nothing is offered without a line; the next emoji tries again.
        () => {},
      );
    return () => {
      current = false;
    };
  }, [isWanted]);
  return useMemo(() => (query === null ? [] : (search?.(query) ?? [])), [search, query]);
}

/** In a large guild not all members are here: those who may be meant are asked for. */
function useAsked(channelId: Snowflake, trigger: Trigger | null): void {
  const actions = useActions();
  const guildId = useStore((state) => {
    const guild = state.guilds[state.channels[channelId]?.guildId ?? ""];
    return guild?.large ? guild.id : null;
  });
  const query = trigger?.kind === "user" ? trigger.query : "";
  useEffect(() => {
    if (guildId === null || query === "") return;
    const timer = setTimeout(() => void actions.findMembers(guildId, query), ASK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [actions, guildId, query]);
}

function sameSuggestions(a: readonly Suggestion[], b: readonly Suggestion[]): boolean {
  return sameEach(a, b, (one, other) => {
    return one.key === other.key && one.label === other.label && one.detail === other.detail;
  });
}
