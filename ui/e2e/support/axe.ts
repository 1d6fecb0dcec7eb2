import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

const SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** WCAG 2.2, levels A and AA. */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** The rules whose outcome depends on the theme. */
const COLORS = ["color-contrast", "link-in-text-block"];

/** Returns what breaks a rule on the page as it is drawn now, a line each: the rule and where. */
export async function violations(page: Page, only: "all" | "colors" = "all"): Promise<readonly string[]> {
  const isThere = await page.evaluate(() => "axe" in window);
  if (!isThere) await page.evaluate(SOURCE);
  const runOnly = only === "all" ? { type: "tag", values: TAGS } : { type: "rule", values: COLORS };
  return page.evaluate(async (only) => {
    const { axe } = window as unknown as {
      axe: { run: (context: unknown, options: unknown) => Promise<AxeResults> };
    };
    const results = await axe.run(document, { runOnly: only, resultTypes: ["violations"] });
    return results.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, any }) => `${id} at ${target.join(" ")}: ${any[0]?.message ?? ""}`),
    );
  }, runOnly);
}
