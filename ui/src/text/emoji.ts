import type { Texts } from "./texts.ts";

export const emoji = {
  "emoji.search": "Search emoji",
  "emoji.loading": "Loading emoji",
  "emoji.none": "No emoji found",
  "emoji.skinTone": "Change skin tone",
  "emoji.failed": "The emoji could not be loaded.",
  "emoji.hint": "Pick an emoji",
} as const satisfies Texts;
