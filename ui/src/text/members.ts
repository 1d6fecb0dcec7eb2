import type { Texts } from "./texts.ts";

export const members = {} as const satisfies Texts;
