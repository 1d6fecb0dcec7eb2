import type { Texts } from "./texts.ts";

export const emoji = {} as const satisfies Texts;
