import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Node } from "./ast.ts";
import { isAllowedUrl } from "./links.ts";
import { parse, parseCounted } from "./parse.ts";
import { serialise } from "./testing/serialise.ts";

/** Returns the nodes right below `node`. */
function childrenOf(node: Node): readonly Node[] {
  if (node.kind === "list") return node.items.flat();
  return "children" in node ? node.children : [];
}

const PIECES = [
  ..."*_~|`[]()<>\\#-.:@!1 \n\n\nab",
  ...[
    "**",
    "__",
    "~~",
    "||",
    "***",
    "```",
    "``",
    "> ",
    ">>> ",
    "# ",
    "## ",
    "-# ",
    "- ",
    "  - ",
    "1. ",
    "  ",
  ],
  ...[
    "https://a.com/x_(y)",
    "http://",
    "](https://b.c)",
    '](<https://d.e> "t")',
    "<https://f.g>",
    "javascript:x",
  ],
  ...["<@1>", "<@!2>", "<@&3>", "<#4>", "@everyone", "@here", "<:ab:5>", "<a:cd:6>", "<t:7:R>", "</do it:8>"],
  ...["🎉", "👩🏽‍🚀", "🇩🇪", "1️⃣", "❤️", "é", "日本", "\u2028", "\x7f", "js\n", "¯\\_(ツ)_/¯"],
];
const message = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join(""));
const any = fc.oneof(
  { weight: 5, arbitrary: message },
  { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
);
const RUNS = 3000;

function all(nodes: readonly Node[]): Node[] {
  return nodes.flatMap((node) => [node, ...all(childrenOf(node))]);
}

/** Everything that the author wrote and that is not a mark, in order. */
function literal(nodes: readonly Node[]): string {
  return nodes.map(literalOf).join("");
}

function literalOf(node: Node): string {
  switch (node.kind) {
    case "text":
    case "emoji":
    case "inlineCode":
      return node.text;
    case "codeBlock":
      return `${node.language ?? ""} ${node.text}`;
    case "autolink":
      return node.url;
    case "lineBreak":
      return "\n";
    case "maskedLink":
      return `${literal(node.children)} ${node.url} ${node.title ?? ""}`;
    default:
      return literal(childrenOf(node));
  }
}

describe("any text", () => {
  it("is read, and its source written again is read the same", () => {
    fc.assert(
      fc.property(any, (text) => {
        const nodes = parse(text);
        expect(parse(serialise(nodes))).toEqual(nodes);
      }),
      { numRuns: RUNS },
    );
  });

  it("keeps every word, once and in order", () => {
    const word = fc.nat(999).map((number) => `w${number}w`);
    const marks = fc.constantFrom(...PIECES.filter((piece) => !/[\dw]/.test(piece)));
    fc.assert(
      fc.property(fc.array(fc.oneof(word, marks), { maxLength: 40 }), (pieces) => {
        const words = (text: string) => text.match(/w\d+w/g) ?? [];
        const text = pieces.join("");
        expect(words(literal(parse(text)))).toEqual(words(text));
      }),
      { numRuns: RUNS },
    );
  });

  it("links only to addresses of the allowed schemes", () => {
    fc.assert(
      fc.property(any, (text) => {
        for (const node of all(parse(text))) {
          if (node.kind !== "autolink" && node.kind !== "maskedLink") continue;
          expect(node.url).toMatch(/^(https?:\/\/|mailto:)/i);
          expect(isAllowedUrl(node.url)).toBe(true);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it("has neither two texts nor an empty text in a row", () => {
    fc.assert(
      fc.property(any, (text) => {
        const lists = [
          parse(text),
          ...all(parse(text)).map((node) => ("children" in node ? node.children : [])),
        ];
        for (const nodes of lists) {
          const kinds = nodes.map((node) => (node.kind === "text" && node.text !== "" ? "t" : "-")).join("");
          expect(kinds).not.toContain("tt");
          expect(nodes).not.toContainEqual({ kind: "text", text: "" });
        }
      }),
      { numRuns: RUNS },
    );
  });
});

describe("the work", () => {
  const STEPS_PER_CHARACTER = 60;
  const LENGTH = 6000;
  const hostile = [
    ...[
      "*",
      "_",
      "~",
      "|",
      "`",
      "[",
      "]",
      "(",
      "<",
      ">",
      "\\",
      "-",
      "#",
      " ",
      "\n",
      "@",
      "h",
      "1",
      "🎉",
      "日",
    ],
    ...["**", "__", "~~", "||", "***", "```", "``", "> ", "- ", "* ", "1. ", "# ", "-# ", ">>> ", "  - "],
    ...[
      "*a",
      "*a ",
      "_a",
      "**a",
      "**a ",
      "__a",
      "||a",
      "~~a",
      "`a",
      "``a`",
      "```a\n",
      "*a **b ",
      "_a__b",
      "***a* ",
      "*a_",
    ],
    ...[
      "[a](",
      "[a](http://b",
      "[a](http://b ",
      '[a](http://b "',
      "[a](<http://b",
      "[a](http://",
      "](http://a)",
    ],
    ...[
      "<@",
      "<:a:",
      "<t:1",
      "<https://a",
      "</a ",
      "http://",
      "http://a",
      "http://a)",
      "http://a(",
      "https://a.,",
      "http://a\x7f.",
      "http://a\x85",
      "<http://a ",
    ],
    ...[
      "> a\n",
      "> - a\n",
      "- a\n",
      "- a\n  ",
      "- a\n  - b\n",
      "1. > # a\n",
      "  ",
      "\n\n",
      "```js\n\n",
      "` ",
      "\\`",
    ],
    ...["**_~~||", "*_", "||> ", "*a*_b_**c**__d__~~e~~||f||`g`", "**a** *b* ", "👩🏽‍🚀", "1️⃣", "🇩", "¯\\_"],
  ];

  it.each(hostile)("grows with the length alone for %j repeated", (piece) => {
    expect(stepsOf(piece.repeat(Math.ceil(LENGTH / piece.length)))).toBeLessThan(
      LENGTH * STEPS_PER_CHARACTER,
    );
  });

  it.each(["*", "||", "> ", "- ", "  - ", "**_", "[", "`", "||- "])("is bounded for %j nested", (piece) => {
    const count = LENGTH / 2 / piece.length;
    const text = `${piece.repeat(count)}a${[...piece].reverse().join("").repeat(count)}`;
    expect(stepsOf(text)).toBeLessThan(LENGTH * STEPS_PER_CHARACTER);
  });

  it("is bounded for any repeated pieces", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 8 }), (pieces) => {
        const piece = pieces.join("");
        expect(stepsOf(piece.repeat(Math.ceil(LENGTH / piece.length)))).toBeLessThan(
          LENGTH * STEPS_PER_CHARACTER,
        );
      }),
      { numRuns: 150 },
    );
  });

  function stepsOf(text: string): number {
    const steps = { count: 0 };
    parseCounted(text.slice(0, LENGTH), steps);
    return steps.count;
  }
});
