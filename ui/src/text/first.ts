import { components } from "./components.ts";
import { errors } from "./errors.ts";
import { shell } from "./shell.ts";

/** The texts that are said from the start, whatever the screen. The others come with what says them. */
export const first = { ...components, ...errors, ...shell } as const;
