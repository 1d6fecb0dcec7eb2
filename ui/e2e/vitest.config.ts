import { defineConfig } from "vitest/config";

/** The promises to people, kept in a real browser against the real binary. One at a time: they share two cores. */
export default defineConfig({
  test: {
    dir: "e2e",
    include: ["**/*.e2e.ts"],
    environment: "node",
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
    reporters: ["verbose"],
  },
});
