/** How the line to the gateway is: what the socket tells, the state holds and the banner says. */
export type Connection =
  | { readonly kind: "closed" }
  /** The server speaks otherwise than this page, or its program is not there any more: only a new page helps. */
  | { readonly kind: "outdated" }
  | { readonly kind: "connecting"; readonly attempt: number }
  /** The line is up, and what was missed is told (RESUMED) or known to be lost (READY). */
  | { readonly kind: "open" }
  | {
      readonly kind: "waiting";
      readonly attempt: number;
      readonly retryAtMs: number;
      readonly offline: boolean;
    };
