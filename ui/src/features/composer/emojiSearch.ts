/** Emoji by what is typed after `:`: fetched, with their names, when somebody types the first one. */

import { limits } from "../../limits.ts";

export type EmojiNames = readonly (readonly [emoji: string, names: readonly string[]])[];

export interface FoundEmoji {
  readonly emoji: string;
  readonly name: string;
}

export type EmojiSearch = (query: string) => readonly FoundEmoji[];

let loading: Promise<EmojiSearch> | null = null;

export function emojiSearch(): Promise<EmojiSearch> {
  loading ??= load().then(
    (names) => (query) => searchEmoji(names, query),
    () => {
      // The next one tries again.
      loading = null;
      return () => [];
    },
  );
  return loading;
}

/** Returns the emoji whose names fit best: those that are `query`, then those that begin with it, then those that hold it. */
export function searchEmoji(all: EmojiNames, query: string): readonly FoundEmoji[] {
  const wanted = query.toLowerCase();
  const ranked: { rank: number; found: FoundEmoji }[] = [];
  for (const [emoji, names] of all) {
    let best = 3;
    let bestName = "";
    for (const name of names) {
      const at = name.indexOf(wanted);
      const rank = at < 0 ? 3 : name === wanted ? 0 : at === 0 ? 1 : 2;
      if (rank < best || (rank === best && rank < 3 && name.length < bestName.length)) {
        best = rank;
        bestName = name;
      }
    }
    if (best < 3) ranked.push({ rank: best * 100 + bestName.length, found: { emoji, name: bestName } });
  }
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limits.suggestions)
    .map(({ found }) => found);
}

async function load(): Promise<EmojiNames> {
  const answer = await fetch("/emoji/names.json");
  if (!answer.ok) throw new Error(`emoji names: ${answer.status}`);
  const names: unknown = await answer.json();
  return Array.isArray(names) ? names.filter(isNamed) : [];
}

function isNamed(entry: unknown): entry is EmojiNames[number] {
  return Array.isArray(entry) && typeof entry[0] === "string" && Array.isArray(entry[1]);
}
