import type { Texts } from "./texts.ts";

export const markdown = {
  "markdown.code": "Code",
  "markdown.copyCode": "Copy code",
  "markdown.spoiler": "Spoiler, show it",
  "markdown.spoilerPlain": "spoiler",
  "markdown.unknownUser": "@unknown",
  "markdown.unknownRole": "@unknown role",
  "markdown.unknownChannel": "#unknown",
} as const satisfies Texts;
