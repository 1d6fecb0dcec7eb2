/** Invite links on their way through registering and logging in. */

import { nextOf, paths } from "../../paths.ts";

/** Returns whether the person comes from an invitation, and goes back to it. */
export function comesFromInvite(search: string): boolean {
  return nextOf(search).startsWith(paths.invite(""));
}

const KEY = "belfry.join";

/**
 * The stranger chose to come in by this invite: joined without another press after registering. It is kept in the tab and not in the
 * address, so that no link can make anybody join.
 */
export function rememberJoin(code: string): void {
  try {
    sessionStorage.setItem(KEY, code);
  } catch {
    // Storage is forbidden: the person presses "Join" once more.
  }
}

/** Returns whether `code` was chosen. */
export function wasChosen(code: string): boolean {
  try {
    return sessionStorage.getItem(KEY) === code;
  } catch {
    return false;
  }
}

export function forgetJoin(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Then there is none.
  }
}
