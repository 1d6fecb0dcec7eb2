const DEADLINE_MS = 15_000;
/** Between two looks. Only the deadline decides whether a test fails. */
const LOOK_MS = 25;

/** Waits until `look` returns something other than undefined or false, and returns it; throws `what` at the deadline. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  deadlineMs = DEADLINE_MS,
): Promise<T> {
  const end = Date.now() + deadlineMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (Date.now() > end) throw new Error(`not within ${deadlineMs} ms: ${what}`);
    await new Promise((next) => setTimeout(next, LOOK_MS));
  }
}
