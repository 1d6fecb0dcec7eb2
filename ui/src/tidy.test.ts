/** What keeps the house tidy: no text or class that nobody uses, none that is missing, no words outside of text/. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { catalogue } from "./text/catalogue.ts";

const root = new URL(".", import.meta.url).pathname;

interface Source {
  readonly path: string;
  readonly code: string;
}

const all = readdirSync(root, { recursive: true, encoding: "utf8" });
const sources: readonly Source[] = all
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$|testing\//.test(path))
  .map((path) => ({ path, code: withoutComments(readFileSync(join(root, path), "utf8")) }));
const sheets = all.filter((path) => path.endsWith(".module.css"));

function withoutComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");
}

describe("texts", () => {
  const users = sources.filter(({ path }) => !path.startsWith("text/"));
  const literals = new Set(
    users.flatMap(({ code }) => [...code.matchAll(/"([a-z]+\.[\w.]+)"/gi)].flatMap(([, key]) => key ?? [])),
  );
  /** Of `settings.may.${name}` the beginning and the end. */
  const patterns = users.flatMap(({ code }) =>
    [...code.matchAll(/`([a-z]+\.\w[\w.]*)\$\{[^}]+\}([\w.]*)`/gi)].map(
      ([, begin = "", end = ""]) => [begin, end] as const,
    ),
  );

  test.each(Object.keys(catalogue))("%s is said somewhere", (key) => {
    const isMade = patterns.some(([begin, end]) => key.startsWith(begin) && key.endsWith(end));
    // What the server refuses with is said by its code.
    expect(literals.has(key) || isMade || key.startsWith("errors.")).toBe(true);
  });

  test("none is written outside of text/", () => {
    const NAMES = new Set(["Belfry"]);
    const found = users
      .filter(({ path }) => path.endsWith(".tsx"))
      .flatMap(({ path, code }) =>
        [...between(code), ...attributes(code)].map((words) => `${path}: ${words}`),
      )
      .filter((entry) => !NAMES.has(entry.slice(entry.indexOf(": ") + 2)));
    expect(found).toEqual([]);
  });

  /** Words between two tags. */
  function between(code: string): readonly string[] {
    const found = code.matchAll(
      /(?:<\/?[A-Za-z][\w.]*(?:\s[^<>]*)?|\/)>\s*([A-Za-z][A-Za-z ,.'’!?-]+)\s*<\/?[A-Za-z]/g,
    );
    return [...found].flatMap(([, words]) => words?.trim() ?? []);
  }

  /** Words of attributes that are read or shown. */
  function attributes(code: string): readonly string[] {
    const found = code.matchAll(/\b(?:aria-label|title|placeholder|alt|label|text|hint)="([^"]+)"/g);
    return [...found].flatMap(([, words]) => words ?? []);
  }
});

describe("classes", () => {
  test.each(sheets)("%s has those that are used, and no other", (sheet) => {
    const defined = new Set(classesOf(readFileSync(join(root, sheet), "utf8")));
    const { named, begun } = usedOf(sheet);
    const missing = [...named].filter((name) => !defined.has(name));
    const unused = [...defined].filter(
      (name) => !named.has(name) && !begun.some((begin) => name.startsWith(begin)),
    );
    expect({ missing, unused }).toEqual({ missing: [], unused: [] });
  });

  function classesOf(sheet: string): readonly string[] {
    const rules = sheet.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\{[^{}]*\}/g, "{}");
    return [...rules.matchAll(/\.([A-Za-z][\w-]*)/g)].flatMap(([, name]) => name ?? []);
  }

  /** The classes that sources take from a sheet by name, and how those begin that they make up. */
  function usedOf(sheet: string): { named: ReadonlySet<string>; begun: readonly string[] } {
    const named = new Set<string>();
    const begun: string[] = [];
    for (const { path, code } of sources) {
      for (const [, local = "", from = ""] of code.matchAll(/import (\w+) from "(\.[^"]+\.module\.css)"/g)) {
        if (join(dirname(path), from) !== sheet) continue;
        for (const [, name = ""] of code.matchAll(new RegExp(`\\b${local}\\.(\\w+)`, "g"))) named.add(name);
        for (const [, made = ""] of code.matchAll(new RegExp(`\\b${local}\\[([^\\]]+)\\]`, "g")))
          begun.push(/^`(\w*)\$/.exec(made)?.[1] ?? "");
      }
    }
    return { named, begun };
  }

  test.each(sheets)(
    "%s moves for as long as a token says, which is not at all for who asked for that",
    (sheet) => {
      const moves = readFileSync(join(root, sheet), "utf8").matchAll(
        /\b(?:animation|transition)[^:;{}]*:[^;{}]*/g,
      );
      expect([...moves].filter(([rule]) => /(?<![\w-])(?!0m?s)[\d.]+m?s\b/.test(rule)).map(String)).toEqual(
        [],
      );
    },
  );

  test("each sheet stands beside what it is of", () => {
    const alone = sheets.filter((sheet) => {
      const name = basename(sheet, ".module.css");
      const used = sources.some(
        ({ path, code }) => dirname(path) === dirname(sheet) && code.includes(basename(sheet)),
      );
      return !used && !existsSync(join(root, dirname(sheet), `${name}.tsx`));
    });
    expect(alone).toEqual([]);
  });
});

describe("exports", () => {
  const tests = all
    .filter((path) => /\.test\.tsx?$|testing\//.test(path))
    .map((path) => readFileSync(join(root, path), "utf8"));

  test.each(sources.filter(({ path }) => /^(features|components|app|keys)\//.test(path)))(
    "$path: each is imported by another file",
    ({ path, code }) => {
      const names = [...code.matchAll(/^export (?:async )?(?:const|let|function|class) (\w+)/gm)];
      const others = [...sources.filter((other) => other.path !== path).map((other) => other.code), ...tests];
      const lonely = names.flatMap(([, name = ""]) =>
        others.some((other) => new RegExp(`\\b${name}\\b`).test(other)) ? [] : name,
      );
      expect(lonely).toEqual([]);
    },
  );
});

describe("features", () => {
  interface Override {
    readonly includes: readonly string[];
    readonly linter?: {
      readonly rules?: {
        readonly style?: {
          readonly noRestrictedImports?: {
            readonly options: { readonly patterns: readonly { readonly group: readonly string[] }[] };
          };
        };
      };
    };
  }
  const { overrides }: { overrides: readonly Override[] } = JSON.parse(
    readFileSync(join(root, "../biome.json"), "utf8"),
  );
  const folders = readdirSync(join(root, "features"), { withFileTypes: true });
  const features = folders.filter((entry) => entry.isDirectory()).map(({ name }) => name);

  test("each is a folder", () => {
    expect(folders.filter((entry) => !entry.isDirectory()).map(({ name }) => name)).toEqual([]);
  });

  test.each(features)("%s may import neither the app nor another feature: the lint says so", (feature) => {
    const forbidden = overrides
      .filter(({ includes }) => includes.includes(`src/features/${feature}/**`))
      .flatMap(({ linter }) => linter?.rules?.style?.noRestrictedImports?.options.patterns ?? [])
      .flatMap(({ group }) => group);
    const others = features.filter((other) => other !== feature);
    expect(forbidden).toEqual(expect.arrayContaining(["app", ...others].map((other) => `**/${other}/**`)));
  });
});
