/** The colours of code: as many as the tokens `--code-…`. */
export type CodeColor = "keyword" | "string" | "number" | "title" | "comment" | "addition" | "deletion";

/** Code in its colours; together the strings are the code. */
export type Piece = string | { color: CodeColor; pieces: Piece[] };

export type Request = { id: number; code: string; language: string };
export type Answer = { id: number; pieces: Piece[] };
