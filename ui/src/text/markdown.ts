import type { Texts } from "./texts.ts";

export const markdown = {} as const satisfies Texts;
