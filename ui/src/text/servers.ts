import type { Texts } from "./texts.ts";

export const servers = {} as const satisfies Texts;
