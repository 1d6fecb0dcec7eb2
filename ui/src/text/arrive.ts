import type { Texts } from "./texts.ts";

export const arrive = {} as const satisfies Texts;
