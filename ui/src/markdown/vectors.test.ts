import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Node } from "./ast.ts";
import { parse } from "./parse.ts";
import { serialise } from "./testing/serialise.ts";

type Vector = { name: string; text: string; ast: Node[] };
const file = new URL("../../../tests/data/markdown/vectors.json", import.meta.url);
const vectors: Vector[] = JSON.parse(readFileSync(file, "utf8"));

describe("markdown", () => {
  it.each(vectors)("$name", ({ text, ast }) => {
    expect(parse(text)).toEqual(ast);
    expect(parse(serialise(ast))).toEqual(ast);
  });
});

describe("the vectors", () => {
  it("have a name each", () => {
    expect(new Set(vectors.map(({ name }) => name)).size).toBe(vectors.length);
  });

  it("show every kind of node", () => {
    const kinds = new Set(JSON.stringify(vectors).match(/(?<="kind":")\w+/g));
    expect([...kinds].sort()).toEqual([
      "autolink",
      "channel",
      "codeBlock",
      "customEmoji",
      "emoji",
      "emphasis",
      "everyone",
      "heading",
      "here",
      "inlineCode",
      "lineBreak",
      "list",
      "maskedLink",
      "quote",
      "role",
      "slashCommand",
      "spoiler",
      "strike",
      "strong",
      "subtext",
      "text",
      "timestamp",
      "underline",
      "user",
    ]);
  });
});
