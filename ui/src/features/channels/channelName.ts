/** Returns `typed` as the name of a text channel: small, with "-" for spaces. While somebody types, a "-" may stand at the end. */
export function channelName(typed: string): string {
  return typed
    .toLocaleLowerCase()
    .replace(/^[\s#-]+/u, "")
    .replace(/[\s-]+/gu, "-");
}

/** Returns `typed` as it is sent. */
export function finishedName(typed: string): string {
  return channelName(typed).replace(/-+$/u, "");
}
