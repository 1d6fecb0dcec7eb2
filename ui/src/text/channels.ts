import type { Texts } from "./texts.ts";

export const channels = {} as const satisfies Texts;
