import type { Texts } from "./texts.ts";

export const help = {} as const satisfies Texts;
