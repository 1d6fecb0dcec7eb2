import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { arrive } from "./arrive.ts";
import { first } from "./first.ts";
import { settings } from "./settings.ts";

const sources = new URL("../", import.meta.url).pathname;

/** The keys that stand in the files of `folder`, or in the file itself. */
function keysIn(path: string): readonly string[] {
  const files = path.includes(".") ? [path] : filesIn(path);
  return files.flatMap((file) => {
    const source = readFileSync(join(sources, file), "utf8");
    return [...source.matchAll(/\bt\(\s*"([a-z]+\.[\w.]+)"/gi)].flatMap(([, key]) => key ?? []);
  });
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(join(sources, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .map((file) => join(folder, file));
}

describe("what is loaded first says only what is known from the start", () => {
  test.each(["components", "engine", "net", "state", "app/routes.tsx", "app/NotFound.tsx"])("%s", (path) => {
    for (const key of keysIn(path)) expect(first, key).toHaveProperty([key]);
  });
});

test("the pages of arriving say only what is known from the start, and their own", () => {
  for (const key of keysIn("features/arrive")) expect({ ...first, ...arrive }, key).toHaveProperty([key]);
});

test("the settings say only what is known from the start, and their own", () => {
  for (const key of keysIn("features/settings")) expect({ ...first, ...settings }, key).toHaveProperty([key]);
});
