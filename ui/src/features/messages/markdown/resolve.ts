import { createContext } from "react";

/**
 * What a text needs to know of the world. A new object draws the text again, so keep it while names stay the same.
 * `color` is 0xRRGGBB; 0 is none.
 */
export type Resolve = {
  user(id: string): { name: string; color?: number | undefined } | undefined;
  role(id: string): { name: string; color?: number | undefined } | undefined;
  channel(id: string): { name: string } | undefined;
  onChannel(id: string): void;
  /** Without it the mention of a person is text and no button. */
  onUser?: ((id: string, anchor: HTMLElement) => void) | undefined;
};

/** Of a text that names nobody. */
export const nobody: Resolve = {
  user: () => undefined,
  role: () => undefined,
  channel: () => undefined,
  onChannel: () => undefined,
};

export const ResolveContext = createContext<Resolve>(nobody);
