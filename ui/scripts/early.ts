import type { Plugin, Rolldown } from "vite";

type Chunk = Rolldown.OutputChunk;

/** What whoever is logged in needs beside the entry, whatever the address (src/app/main.tsx, src/engine/engine.ts). */
const MODULES = ["/src/engine/session.ts", "/src/app/chat.tsx"];
/** Fetches it; in the page's head. */
const STARTER = '<script src="/start.js"';

/** Names the files of the chat to `public/start.js`, which fetches them early. */
export function early(): Plugin {
  return {
    name: "belfry:early",
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle, chunk: entry }) {
        // The development server has no files to name.
        if (!bundle || !entry) return html;
        if (!html.includes(STARTER)) throw new Error(`index.html has no ${STARTER}`);
        const files = filesOf(bundle, entry).map((file) => `/${file}`);
        return html.replace(STARTER, `${STARTER} data-chat="${files.join(" ")}"`);
      },
    },
  };
}

/** The scripts and style sheets of `MODULES` and of all that these import, without those that the page names itself. */
function filesOf(bundle: Rolldown.OutputBundle, entry: Chunk): string[] {
  const chunks = new Map(
    Object.values(bundle).flatMap((file) => (file.type === "chunk" ? [[file.fileName, file] as const] : [])),
  );
  const withImports = (chunk: Chunk | undefined, found: Set<Chunk>): Set<Chunk> => {
    if (!chunk || found.has(chunk)) return found;
    found.add(chunk);
    for (const name of chunk.imports) withImports(chunks.get(name), found);
    return found;
  };
  const isNamed = withImports(entry, new Set());
  const found = new Set<Chunk>();
  for (const module of MODULES) {
    const chunk = [...chunks.values()].find(({ facadeModuleId }) => facadeModuleId?.endsWith(module));
    if (!chunk) throw new Error(`${module} is no chunk of its own: mend scripts/early.ts`);
    withImports(chunk, found);
  }
  const added = [...found].filter((chunk) => !isNamed.has(chunk));
  const styles = added.flatMap((chunk) => [...(chunk.viteMetadata?.importedCss ?? [])]);
  return [...added.map(({ fileName }) => fileName), ...new Set(styles)];
}
