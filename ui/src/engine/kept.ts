/** JSON in the browser's storage, which may be full, forbidden, or hold what somebody else wrote. */

/** Returns what is kept under `key`, if `is` says that it is what was meant. */
export function kept<T>(storage: Storage | null, key: string, is: (value: unknown) => value is T): T | null {
  try {
    const value: unknown = JSON.parse(storage?.getItem(key) ?? "null");
    return is(value) ? value : null;
  } catch {
    return null;
  }
}

/** Keeps `value`; null takes it away. Where there is no room, the program goes on without. */
export function keep(storage: Storage | null, key: string, value: unknown): void {
  try {
    if (value === null) storage?.removeItem(key);
    else storage?.setItem(key, JSON.stringify(value));
  } catch {
    return;
  }
}
