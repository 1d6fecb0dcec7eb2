import type { catalogue } from "./catalogue.ts";
import { first } from "./first.ts";
import type { Text, Texts } from "./texts.ts";

type Catalogue = typeof catalogue;
export type TextKey = keyof Catalogue;

type Names<T extends string> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type Forms<T extends Text> = T extends string
  ? T
  : T extends { one: infer One; other: infer Other }
    ? (One | Other) & string
    : never;
type ValueNames<K extends TextKey> =
  | Names<Forms<Catalogue[K]>>
  | (Catalogue[K] extends string ? never : "count");
type Values<K extends TextKey> = [ValueNames<K>] extends [never]
  ? []
  : [values: Readonly<Record<ValueNames<K>, string | number>>];

const plurals = new Intl.PluralRules("en");

const known: Record<string, Text> = { ...first };

/** Makes further texts known. Those that are said on any screen are from the start. */
export function addTexts(...more: readonly Texts[]): void {
  Object.assign(known, ...more);
}

/** Returns the text of `key` with `values` in their places. */
export function t<K extends TextKey>(key: K, ...[values]: Values<K>): string {
  const text = known[key] ?? key;
  const given: Readonly<Record<string, string | number>> = values ?? {};
  const form =
    typeof text === "string" ? text : text[plurals.select(Number(given.count)) === "one" ? "one" : "other"];
  return form.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = given[name] ?? whole;
    return typeof value === "string" ? isolated(value) : String(value);
  });
}

/** Letters that run from right to left, and signs that turn what follows them. */
const TURNING =
  /[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]|[\ud802\ud803\ud83a\ud83b]/;
const SIGNS = /[\u202a-\u202e\u2066-\u2069]/g;

/** Returns what somebody calls themselves for a place in our sentence: it runs as it will, and turns nothing beside it. */
export function isolated(value: string): string {
  return TURNING.test(value) ? `\u2068${value.replace(SIGNS, "")}\u2069` : value;
}
