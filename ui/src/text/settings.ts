import type { Texts } from "./texts.ts";

export const settings = {} as const satisfies Texts;
