import bash from "highlight.js/lib/languages/bash";
import cpp from "highlight.js/lib/languages/cpp";
import css from "highlight.js/lib/languages/css";
import diff from "highlight.js/lib/languages/diff";
import go from "highlight.js/lib/languages/go";
import java from "highlight.js/lib/languages/java";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import python from "highlight.js/lib/languages/python";
import rust from "highlight.js/lib/languages/rust";
import sql from "highlight.js/lib/languages/sql";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";
import { createLowlight } from "lowlight";
import type { LanguageId } from "./languages.ts";
import type { CodeColor, Piece } from "./pieces.ts";

type Grammars = NonNullable<Parameters<typeof createLowlight>[0]>;

const grammars = {
  bash,
  cpp,
  css,
  diff,
  go,
  java,
  javascript,
  json,
  python,
  rust,
  sql,
  typescript,
  xml,
} satisfies Record<LanguageId, Grammars[string]>;

const lowlight = createLowlight(grammars);

/** Which colour a grammar's scope gets; what is not here keeps the colour of text. */
const COLORS: Readonly<Record<string, CodeColor>> = {
  keyword: "keyword",
  built_in: "keyword",
  type: "keyword",
  literal: "keyword",
  "selector-tag": "keyword",
  name: "keyword",
  tag: "comment",
  string: "string",
  regexp: "string",
  symbol: "string",
  char: "string",
  link: "string",
  number: "number",
  "template-variable": "number",
  "selector-attr": "number",
  "selector-pseudo": "number",
  title: "title",
  section: "title",
  attr: "title",
  attribute: "title",
  property: "title",
  "selector-class": "title",
  "selector-id": "title",
  comment: "comment",
  quote: "comment",
  doctag: "comment",
  meta: "comment",
  addition: "addition",
  deletion: "deletion",
};

type Content = ReturnType<typeof lowlight.highlight>["children"][number];

/** Colours `code`. The pieces together are exactly the code. */
export function color(code: string, language: LanguageId): Piece[] {
  return lowlight.highlight(language, code).children.flatMap(piecesOf);
}

function piecesOf(content: Content): Piece[] {
  if (content.type === "text") return [content.value];
  if (content.type !== "element") return [];
  const pieces = content.children.flatMap(piecesOf);
  const color = colorOf(content.properties.className);
  return color === undefined ? pieces : [{ color, pieces }];
}

function colorOf(names: unknown): CodeColor | undefined {
  const first: unknown = Array.isArray(names) ? names[0] : undefined;
  return typeof first === "string" ? COLORS[first.replace(/^hljs-/, "")] : undefined;
}
