const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** The first character of the first two words. */
export function initials(name: string): string {
  return name
    .split(/[\s_.-]+/u)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => [...graphemes.segment(word)][0]?.segment ?? "")
    .join("")
    .toLocaleUpperCase();
}

export const AVATAR_COLORS = 8;

/** One of the colours, always the same for an id. */
export function colorOf(id: string): number {
  let hash = 0;
  for (const character of id) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  // The last digits of ids that were given one after the other differ least.
  return (((hash ^ (hash >>> 7) ^ (hash >>> 15)) >>> 0) % AVATAR_COLORS) + 1;
}
