import type { Texts } from "./texts.ts";

export const components = {} as const satisfies Texts;
