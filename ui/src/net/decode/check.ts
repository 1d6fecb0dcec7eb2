/** Checks of what came over the wire. Each returns the value that it promises or throws `Malformed`; what nobody reads is left out. */

/** Where in the JSON something else stood than was promised. */
export class Malformed extends Error {
  readonly path: string;

  constructor(path: string) {
    super(`malformed ${path}`);
    this.path = path;
  }
}

export type Check<T> = (value: unknown, path: string) => T;
/** A key that may be absent, or null: then it is left out. */
export interface Maybe<T> {
  readonly maybe: Check<T>;
}
// biome-ignore lint/complexity/noBannedTypes: `{} extends Pick<T, K>` is how one asks whether a key is optional
type Optional<T, K extends keyof T> = {} extends Pick<T, K> ? true : false;
type Shape<T> = {
  readonly [K in keyof T]-?: Optional<T, K> extends true ? Maybe<NonNullable<T[K]>> : Check<T[K]>;
};

function only<T>(isIt: (value: unknown) => value is T): Check<T> {
  return (value, path) => {
    if (isIt(value)) return value;
    throw new Malformed(path);
  };
}

export const text = only((value) => typeof value === "string");
export const flag = only((value) => typeof value === "boolean");
export const number = only((value): value is number => typeof value === "number" && Number.isFinite(value));
/** An id, or other bits: a decimal number of 64 bits as a text. */
export const digits = only((value): value is string => typeof value === "string" && /^\d{1,20}$/.test(value));
export const time = only(
  (value): value is string => typeof value === "string" && !Number.isNaN(Date.parse(value)),
);

export function oneOf<const T extends string | number | boolean>(...allowed: readonly T[]): Check<T> {
  return only((value): value is T => allowed.some((one) => one === value));
}

export function list<T>(check: Check<T>): Check<T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) throw new Malformed(path);
    return value.map((item, index) => check(item, `${path}.${index}`));
  };
}

export function nullable<T>(check: Check<T>): Check<T | null> {
  return (value, path) => (value === null || value === undefined ? null : check(value, path));
}

/** Absent and null mean `fallback`. */
export function or<T>(check: Check<T>, fallback: T): Check<T> {
  return (value, path) => (value === null || value === undefined ? fallback : check(value, path));
}

export function maybe<T>(check: Check<T>): Maybe<T> {
  return { maybe: check };
}

export function object<T extends object>(shape: Shape<T>): Check<T> {
  const fields = Object.entries(shape) as [string, Check<unknown> | Maybe<unknown>][];
  return (value, path) => {
    if (typeof value !== "object" || value === null) throw new Malformed(path);
    const given = value as Record<string, unknown>;
    const read: Record<string, unknown> = {};
    for (const [name, check] of fields) {
      const found = given[name];
      if (typeof check === "function") read[name] = check(found, `${path}.${name}`);
      else if (found !== undefined && found !== null) read[name] = check.maybe(found, `${path}.${name}`);
    }
    return read as T;
  };
}

/** For parts that others wrote: what is wrong with one does not lose the whole. */
export function lenient<T>(check: Check<T>, fallback: T): Check<T> {
  return (value, path) => {
    try {
      return check(value, path);
    } catch (error) {
      if (error instanceof Malformed) return fallback;
      throw error;
    }
  };
}
