import { parse as parseOracle } from "discord-markdown-parser";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Node } from "./ast.ts";
import { parse } from "./parse.ts";

/** What both trees say, in one notation. The oracle has no emphasis within emphasis: it would look the same. */
function ours(nodes: readonly Node[], emphasised = false): string {
  return nodes.map((node) => ourNode(node, emphasised)).join("");
}

function ourNode(node: Node, emphasised: boolean): string {
  switch (node.kind) {
    case "text":
      return node.text;
    case "lineBreak":
      return "\n";
    case "inlineCode":
    case "codeBlock":
      return `<${node.kind} ${node.text}>`;
    case "emphasis":
      return emphasised ? ours(node.children, true) : `<emphasis ${ours(node.children, true)}>`;
    default:
      return `<${node.kind} ${"children" in node ? ours(node.children, emphasised) : ""}>`;
  }
}

type Foreign = { type: string; content?: string | Foreign[] };

const NAMES: Readonly<Record<string, string>> = {
  em: "emphasis",
  strikethrough: "strike",
  blockQuote: "quote",
};

function theirs(nodes: readonly Foreign[]): string {
  return nodes.map(theirNode).join("");
}

function theirNode({ type, content = "" }: Foreign): string {
  const inside = typeof content === "string" ? content : theirs(content);
  if (type === "text") return inside;
  return type === "br" || type === "newline" ? "\n" : `<${NAMES[type] ?? type} ${inside}>`;
}

/** Where we differ, why, and an example. The oracle follows expressions; we follow what a person sees. */
const DIFFERENCES: readonly { reason: string; when: RegExp; example: string }[] = [
  { reason: "marks around nothing but marks are text", when: /\*{4}|_{4}|~{4}|\|{4}/, example: "****" },
  { reason: "the oracle has no lists", when: /^(> )? *\* /m, example: "* d" },
  { reason: "the newline that ends a quote is not in it", when: /^> .*\n/m, example: "> **\n" },
  { reason: "a strike may end before an underscore", when: /~~_/, example: "~~a~~_" },
  { reason: "a quote begins a line, not a span", when: /[^\n]> /, example: "_> _" },
  {
    reason: "an underscore beside a word or another underscore does not open",
    when: /[\p{L}\p{N}_]_/u,
    example: "a_b_",
  },
  { reason: "code hides the end of a span", when: /`[\s\S]*`/, example: "**a `**`" },
  { reason: "an escape hides the end of a span", when: /\\/, example: "~~a\\~~" },
];

const PIECES = [
  ...["**", "*", "__", "_", "~~", "||", "***", "`", "```", "> ", "\\", "\n"],
  ...["a", "b ", " c", " d ", "e.", ", f", "<@123456789012345678>", "@everyone"],
];

describe("the oracle", () => {
  it("agrees, or the difference is known", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 9 }), (pieces) => {
        const text = pieces.join("");
        const [our, their] = [ours(parse(text)), theirs(parseOracle(text) as Foreign[])];
        const known = DIFFERENCES.some(({ when }) => when.test(text));
        if (!known) expect(our).toBe(their);
      }),
      { numRuns: 3000 },
    );
  });

  it.each(DIFFERENCES)("differs where $reason", ({ when, example }) => {
    expect(example).toMatch(when);
    expect(ours(parse(example))).not.toBe(theirs(parseOracle(example) as Foreign[]));
  });
});
