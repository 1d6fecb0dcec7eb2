/** The languages that are coloured. Known by this small table, so that nothing is loaded to find out. */
export const LANGUAGES = [
  { id: "bash", name: "Bash", aliases: ["sh", "shell", "zsh", "console"] },
  { id: "cpp", name: "C++", aliases: ["c++", "cc", "cxx", "hpp", "h", "c"] },
  { id: "css", name: "CSS", aliases: [] },
  { id: "diff", name: "Diff", aliases: ["patch"] },
  { id: "go", name: "Go", aliases: ["golang"] },
  { id: "java", name: "Java", aliases: [] },
  { id: "javascript", name: "JavaScript", aliases: ["js", "jsx", "mjs", "cjs"] },
  { id: "json", name: "JSON", aliases: ["jsonc", "json5"] },
  { id: "python", name: "Python", aliases: ["py"] },
  { id: "rust", name: "Rust", aliases: ["rs"] },
  { id: "sql", name: "SQL", aliases: [] },
  { id: "typescript", name: "TypeScript", aliases: ["ts", "tsx", "mts", "cts"] },
  { id: "xml", name: "HTML", aliases: ["html", "svg", "xhtml"] },
] as const;

export type LanguageId = (typeof LANGUAGES)[number]["id"];
export type Language = { id: LanguageId; name: string };

const byName = new Map<string, Language>(
  LANGUAGES.flatMap(({ id, name, aliases }) => [id, ...aliases].map((alias) => [alias, { id, name }])),
);
// What shares a grammar keeps its own name.
byName.set("c", { id: "cpp", name: "C" });
byName.set("xml", { id: "xml", name: "XML" });

/** Returns the language that an author calls `name`, if it is one that can be coloured. */
export function languageOf(name: string | undefined): Language | undefined {
  return name === undefined ? undefined : byName.get(name.toLowerCase());
}
