import { defineConfig } from "vitest/config";

/** What `npm run screenshots` runs: no test, but it needs the same server and browser. */
export default defineConfig({
  test: {
    dir: "e2e/screenshots",
    include: ["**/*.shots.ts"],
    environment: "node",
    testTimeout: 600_000,
    hookTimeout: 300_000,
    reporters: ["verbose"],
  },
});
