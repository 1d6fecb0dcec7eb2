/** Emoji by name, for `:smile`: fetched when somebody types the first one. */

export type EmojiNames = readonly (readonly [emoji: string, names: readonly string[]])[];

let loading: Promise<EmojiNames> | null = null;

export function emojiNames(): Promise<EmojiNames> {
  loading ??= load().catch((): EmojiNames => {
    // The next one tries again.
    loading = null;
    return [];
  });
  return loading;
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
