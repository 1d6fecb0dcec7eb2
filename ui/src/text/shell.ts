import type { Texts } from "./texts.ts";

export const shell = {} as const satisfies Texts;
