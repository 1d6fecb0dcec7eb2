import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

// The data of emoji, made from emojibase-data (MIT) and served by us:
//
//   emoji/en/data.json      what frimousse asks for: only the fields that it reads
//   emoji/en/messages.json  names of its groups and skin tones
//   emoji/names.json        [emoji, [shortcode, …]] for the composer's `:`
//   emoji/LICENSE.txt       emojibase-data's

interface Skin {
  emoji: string;
  tone?: number | number[];
}

interface Emoji extends Skin {
  hexcode: string;
  label: string;
  tags?: string[];
  group?: number;
  subgroup?: number;
  version: number;
  skins?: Skin[];
}

type Shortcodes = Record<string, string | string[]>;

/** `messages.json` calls the modifiers so; nobody picks them. */
const COMPONENTS = "component";

/**
 * Emojibase marks every emoji as one, also those that need no mark. As Unicode qualifies them, and as bots and
 * other clients write them, the mark stands only behind what would be text without it: 👍 is one reaction.
 */
const qualified = (emoji: string) => emoji.replace(/(\p{Emoji_Presentation})\uFE0F/gu, "$1");

const source = dirname(createRequire(import.meta.url).resolve("emojibase-data/package.json"));

const read = (path: string) => readFileSync(join(source, path), "utf8");

function names(emoji: readonly Emoji[]): [string, string[]][] {
  // Emojibase's own first; GitHub's has the short ones that people type (`+1`).
  const sets = ["emojibase", "github"].map(
    (set) => JSON.parse(read(`en/shortcodes/${set}.json`)) as Shortcodes,
  );
  return emoji.flatMap(({ emoji, hexcode }): [string, string[]][] => {
    const known = new Set(sets.flatMap((set) => set[hexcode] ?? []));
    return known.size === 0 ? [] : [[qualified(emoji), [...known]]];
  });
}

function picked({ emoji, label, tags, group, subgroup, version, skins }: Emoji) {
  const tones = skins?.map(({ emoji, tone }) => ({ emoji: qualified(emoji), tone }));
  return { emoji: qualified(emoji), label, tags, group, subgroup, version, skins: tones };
}

/** Path under the root of the site -> content. */
function files(): Map<string, string> {
  const messages = JSON.parse(read("en/messages.json")) as { groups: { key: string; order: number }[] };
  const components = messages.groups.find(({ key }) => key === COMPONENTS)?.order;
  const all = JSON.parse(read("en/data.json")) as Emoji[];
  const emoji = all.filter(({ group }) => group !== undefined && group !== components);
  return new Map([
    ["emoji/en/data.json", JSON.stringify(emoji.map(picked))],
    ["emoji/en/messages.json", JSON.stringify(messages)],
    ["emoji/names.json", JSON.stringify(names(emoji))],
    ["emoji/LICENSE.txt", read("LICENSE")],
  ]);
}

/** Puts the data of emoji into what is built, and before the development server. */
export function emoji(): Plugin {
  return {
    name: "belfry:emoji",
    generateBundle() {
      for (const [fileName, source] of files()) this.emitFile({ type: "asset", fileName, source });
    },
    configureServer(server) {
      const served = files();
      server.middlewares.use((request, response, next) => {
        const content = served.get((request.url ?? "").slice(1));
        if (content === undefined) return next();
        const isJson = request.url?.endsWith(".json");
        response.setHeader("Content-Type", isJson ? "application/json" : "text/plain; charset=utf-8");
        response.end(content);
      });
    },
  };
}
