/** Immutable maps by id: each change shares what it does not touch, and no change is the same map. */

import type { Snowflake } from "../../net/snowflake.ts";
import type { ById } from "../model.ts";

/** Returns `map` with `value` at `id`, unless an equal one is there. */
export function putEqual<T>(map: ById<T>, id: Snowflake, value: T): ById<T> {
  return equal(map[id], value) ? map : { ...map, [id]: value };
}

export function without<T>(map: ById<T>, id: Snowflake): ById<T> {
  if (map[id] === undefined) return map;
  const { [id]: _gone, ...rest } = map;
  return rest;
}

/** Returns `map` with those entries only that are `kept`. */
export function filtered<T>(map: ById<T>, kept: (id: Snowflake, value: T) => boolean): ById<T> {
  const entries = Object.entries(map).filter(([id, value]) => kept(id, value));
  return entries.length === Object.keys(map).length ? map : Object.fromEntries(entries);
}

/** Returns `map` with `change` made of every value. */
export function mapped<T>(map: ById<T>, change: (value: T, id: Snowflake) => T): ById<T> {
  const result = draft(map);
  for (const [id, value] of Object.entries(map)) result.put(id, change(value, id));
  return result.done();
}

/** A map that is copied once, at its first change: for many changes in a row. */
export interface Draft<T> {
  get(id: Snowflake): T | undefined;
  put(id: Snowflake, value: T): void;
  /** Nothing happens where an equal value is there. */
  putEqual(id: Snowflake, value: T): void;
  remove(id: Snowflake): void;
  done(): ById<T>;
}

export function draft<T>(base: ById<T>): Draft<T> {
  let map: Record<Snowflake, T> = base;
  const owned = () => {
    if (map === base) map = { ...base };
    return map;
  };
  const put = (id: Snowflake, value: T) => {
    if (map[id] !== value) owned()[id] = value;
  };
  return {
    get: (id) => map[id],
    put,
    putEqual: (id, value) => {
      if (!equal(map[id], value)) put(id, value);
    },
    remove: (id) => {
      if (map[id] !== undefined) delete owned()[id];
    },
    done: () => map,
  };
}

/** Are two plain values the same through and through? */
export function equal(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => key in b && equal(a[key as keyof typeof a], b[key as keyof typeof b]));
}
