// Says what the built web client weighs, and fails over the limits.
//
// What a browser loads to reach a screen: the entry with what it imports statically, and the lazy modules on the way
// to it, with theirs. Every lazy module of ours stands in one of the lists below.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

const ENTRY = "index.html";
/** By the path of their source. */
const LAZY = {
  login: [
    "src/features/arrive/LoginPage.tsx",
    "src/features/arrive/RegisterPage.tsx",
    "src/features/arrive/InvitePage.tsx",
    "src/engine/actions/rare.ts",
  ],
  channel: ["src/app/chat.tsx", "src/engine/session.ts"],
  /** Loaded when somebody asks for it: counts for "all" only. */
  later: [
    "src/app/Settings.tsx",
    "src/components/floats.tsx",
    "src/app/Nowhere.tsx",
    "src/features/emoji/Picker.tsx",
    "src/features/composer/emojiSearch.ts",
    "src/features/members/MemberCard.tsx",
    "src/features/messages/RemoveDialog.tsx",
    "src/app/favicon.ts",
    "src/features/channels/ChannelDialogs.tsx",
    "src/features/help/HelpDialog.tsx",
    "src/features/servers/ServerDialogs.tsx",
    "src/app/Authorize.tsx",
  ],
};
const KB = 1000;
/** The most of each row, gzipped. */
const LIMITS = [
  ["JS to reach login", 100 * KB, () => scripts(LAZY.login)],
  ["JS to reach a channel", 165 * KB, () => scripts(LAZY.channel)],
  ["all JS", 400 * KB, () => named(/\.m?js$/)],
  ["all CSS", 20 * KB, () => named(/\.css$/)],
  ["all fonts", 0, () => named(/\.(woff2?|ttf|otf|eot)$/)],
];

const dist = new URL("../dist/", import.meta.url).pathname;

function fail(why) {
  process.stderr.write(`sizes: ${why}\n`);
  process.exit(1);
}

function readManifest() {
  try {
    return JSON.parse(readFileSync(join(dist, ".vite/manifest.json"), "utf8"));
  } catch (error) {
    return fail(`there is no built web client (npm run build): ${error.message}`);
  }
}

const manifest = readManifest();
const files = readdirSync(dist, { recursive: true }).filter((path) => statSync(join(dist, path)).isFile());

const named = (pattern) => files.filter((path) => pattern.test(path));

/** The files of the entry, of `lazy`, and of all that these import statically. */
function scripts(lazy) {
  const seen = new Set();
  const add = (source) => {
    const chunk = manifest[source];
    if (!chunk) fail(`${source} is not in the manifest of what was built: mend LAZY in scripts/sizes.mjs`);
    if (seen.has(chunk.file)) return;
    seen.add(chunk.file);
    for (const imported of chunk.imports ?? []) add(imported);
  };
  for (const source of [ENTRY, ...lazy]) add(source);
  return [...seen];
}

function weigh(paths, pack) {
  return paths.reduce((sum, path) => sum + pack(readFileSync(join(dist, path))).length, 0);
}

const gzipped = (bytes) => gzipSync(bytes, { level: 9 });
const shown = (bytes) => (bytes / KB).toFixed(1).padStart(8);

const listed = Object.values(LAZY).flat();
for (const source of listed) {
  if (!manifest[source]?.isDynamicEntry)
    fail(`${source} is no lazy module (any more): mend LAZY in scripts/sizes.mjs`);
}
for (const [source, chunk] of Object.entries(manifest)) {
  if (chunk.isDynamicEntry && source.startsWith("src/") && !listed.includes(source)) {
    fail(`${source} is loaded lazily: say in LAZY in scripts/sizes.mjs when`);
  }
}

process.stdout.write(
  `${"".padEnd(24)}${"gz KB".padStart(8)}${"br KB".padStart(8)}${"limit".padStart(8)}  files\n`,
);
const over = [];
for (const [name, limit, pick] of LIMITS) {
  const paths = pick();
  const gz = weigh(paths, gzipped);
  if (gz > limit) over.push(name);
  const row = [
    name.padEnd(24),
    shown(gz),
    shown(weigh(paths, brotliCompressSync)),
    shown(limit),
    `  ${paths.length}`,
  ];
  process.stdout.write(`${row.join("")}\n`);
}
if (over.length > 0) fail(`over the limit: ${over.join(", ")}`);
