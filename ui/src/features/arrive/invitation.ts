/** Invite links on their way through registering and logging in. */

const CODE = /^[A-Za-z0-9_-]{2,64}$/;

/** Returns the code in what somebody pasted: a link of any host, a path, or the code itself. */
export function inviteCode(pasted: string): string | null {
  const text = pasted.trim();
  const inLink = /\/invite\/([^/?#\s]+)\/?(?:[?#].*)?$/.exec(text)?.[1];
  const code = inLink ?? text;
  return CODE.test(code) ? code : null;
}

/** Returns whether the person comes from an invitation, and goes back to it. */
export function comesFromInvite(search: string): boolean {
  return (new URLSearchParams(search).get("next") ?? "").startsWith("/invite/");
}

/** Returns the other page of arriving, leading to the same place. */
export function withNext(path: string, search: string): string {
  const next = new URLSearchParams(search).get("next");
  return next ? `${path}?next=${encodeURIComponent(next)}` : path;
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
