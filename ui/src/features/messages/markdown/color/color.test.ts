import { describe, expect, it } from "vitest";
import { color } from "./color.ts";
import { LANGUAGES, languageOf } from "./languages.ts";
import type { CodeColor, Piece } from "./pieces.ts";

function text(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (typeof piece === "string" ? piece : text(piece.pieces))).join("");
}

function colored(pieces: readonly Piece[], wanted: CodeColor): string[] {
  return pieces.flatMap((piece) => {
    if (typeof piece === "string") return [];
    return piece.color === wanted ? [text(piece.pieces)] : colored(piece.pieces, wanted);
  });
}

describe("coloured code", () => {
  it.each(LANGUAGES)("of $name is the same code", ({ id }) => {
    const code =
      'fn main() { // note\n  let a = "b" + 1;\n}\n<p class="c">&amp;</p>\n-- SELECT 1;\n+x\n# y\n';
    expect(text(color(code, id))).toBe(code);
  });

  it("tells keywords, strings, numbers, names and comments apart", () => {
    const pieces = color('fn main() { let a = "b"; 12 } // note', "rust");
    expect(colored(pieces, "keyword")).toEqual(["fn", "let"]);
    expect(colored(pieces, "string")).toEqual(['"b"']);
    expect(colored(pieces, "number")).toEqual(["12"]);
    expect(colored(pieces, "title")).toEqual(["main"]);
    expect(colored(pieces, "comment")).toEqual(["// note"]);
  });

  it("shows what was added and what was taken away", () => {
    const pieces = color("+new\n-old\n same", "diff");
    expect(colored(pieces, "addition")).toEqual(["+new"]);
    expect(colored(pieces, "deletion")).toEqual(["-old"]);
  });
});

describe("languages", () => {
  it("are known by their short names, in any case", () => {
    expect(languageOf("TS")?.id).toBe("typescript");
    expect(languageOf("c")).toEqual({ id: "cpp", name: "C" });
    expect(languageOf("html")?.id).toBe("xml");
  });

  it("that are not coloured are not known", () => {
    expect(languageOf("brainf")).toBeUndefined();
    expect(languageOf("constructor")).toBeUndefined();
    expect(languageOf(undefined)).toBeUndefined();
  });
});
