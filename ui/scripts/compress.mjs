// Puts a brotli and a gzip version beside every built file that gains by it; the server sends what the browser takes.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const DIST = new URL("../dist/", import.meta.url).pathname;
/** Below, a response fits one packet anyway. */
const BYTES_MIN = 1024;
/** Already compressed. */
const PACKED = /\.(br|gz|png|jpg|webp|avif|woff2)$/;

const versions = [
  [
    ".br",
    (bytes) =>
      promisify(brotliCompress)(bytes, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
          [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
        },
      }),
  ],
  [".gz", (bytes) => promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION })],
];

async function compress(path) {
  const bytes = readFileSync(path);
  if (bytes.length <= BYTES_MIN) return;
  for (const [suffix, pack] of versions) {
    const packed = await pack(bytes);
    if (packed.length < bytes.length) writeFileSync(path + suffix, packed);
  }
}

const files = readdirSync(DIST, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !PACKED.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))
  // .vite/ and .gitkeep are not served.
  .filter((path) => !path.slice(DIST.length).startsWith("."));
await Promise.all(files.map(compress));
