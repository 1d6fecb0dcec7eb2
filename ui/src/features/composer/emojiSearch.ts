/** Emoji by what is typed after `:`. */

import { limits } from "../../limits.ts";
import type { EmojiNames } from "./emojiNames.ts";

export interface FoundEmoji {
  readonly emoji: string;
  readonly name: string;
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
