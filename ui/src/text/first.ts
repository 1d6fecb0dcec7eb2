import { arrive } from "./arrive.ts";
import { components } from "./components.ts";
import { errors } from "./errors.ts";
import { shell } from "./shell.ts";

/** The texts of the first screens. The others come with what says them. */
export const first = { ...arrive, ...components, ...errors, ...shell } as const;
