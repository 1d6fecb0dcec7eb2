/** The client without its views: line, state and what a person can do. */

import type { Actions } from "./actions.ts";
import type { Store } from "./store.ts";

export interface Engine {
  readonly store: Store;
  readonly actions: Actions;
  /** Connects if there is a token, and follows the window, other tabs and the line from now on. */
  start(): void;
  /** Ends the line and all timers. What is unsent stays kept. */
  stop(): void;
}
