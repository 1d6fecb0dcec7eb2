import { env } from "node:process";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { early } from "./scripts/early.ts";
import { emoji } from "./scripts/emoji.ts";

// `npm run dev` serves the sources and hands what is not a file of theirs to a server that runs already.
const server = env.BELFRY_URL ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [react(), emoji(), early()],
  build: {
    target: "es2022",
    cssTarget: ["chrome120", "firefox121", "safari17.2"],
    // Nothing becomes a data: URL in a style sheet or script: every file is cached under its own name.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // For scripts/sizes.mjs.
    manifest: true,
    // The notices of what is in the bundle.
    license: { fileName: "licences.md" },
    rolldownOptions: {
      output: {
        // What every page needs is one file, with all that it imports: many small ones weigh more, and are more to ask for.
        codeSplitting: {
          groups: [
            {
              name: "common",
              test: /\/node_modules\/(react|react-dom|wouter|zustand)\/|\/src\/(components\/(Avatar|Button|Spinner|later)|text\/(locale|t))\./,
            },
          ],
        },
      },
    },
  },
  server: {
    host: "127.0.0.1",
    proxy: {
      "/api": { target: server, changeOrigin: true },
      "/gateway": { target: server, changeOrigin: true, ws: true },
    },
  },
});
