/** An id as the wire carries it: a decimal number of 64 bits, too large for `number`. */
export type Snowflake = string;

/** The first millisecond of 2015, from which ids count (Discord docs, Snowflakes). */
const EPOCH_MS = 1_420_070_400_000n;
/** Below the milliseconds stand 22 bits: generator and increment. */
const TIME_SHIFT = 22n;

/** Returns when `id` was given. */
export function snowflakeDate(id: Snowflake): Date {
  return new Date(Number((BigInt(id) >> TIME_SHIFT) + EPOCH_MS));
}

/** Returns the smallest id that can have been given at `date` or later: for `before` and `after` of a page. */
export function firstSnowflakeAt(date: Date): Snowflake {
  const sinceEpochMs = BigInt(date.getTime()) - EPOCH_MS;
  return String((sinceEpochMs > 0n ? sinceEpochMs : 0n) << TIME_SHIFT);
}

/** Orders ids by age without rounding them: negative where `a` is the older one. */
export function compareSnowflakes(a: Snowflake, b: Snowflake): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : Number(a > b);
}
