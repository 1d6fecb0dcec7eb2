/** Lighthouse, desktop preset, of the page for logging in and of a channel. A browser and a cache of its own for each run. */

import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { connect, executable } from "../e2e/support/browser.ts";
import { eventually } from "../e2e/support/eventually.ts";
import type { Ledger } from "./figures.ts";
import { pathOf, type Stage } from "./stage.ts";
import { login } from "./tab.ts";

const CLI = join(import.meta.dirname, "node_modules/lighthouse/cli/index.js");
const ARGUMENTS = [
  "--preset=desktop",
  "--only-categories=performance,accessibility,best-practices",
  // Who is logged in stands there.
  "--disable-storage-reset",
  "--no-enable-error-reporting",
  "--output=json",
  "--quiet",
];

export interface Report {
  readonly categories: Readonly<Record<string, { readonly score: number | null }>>;
  readonly audits: Readonly<
    Record<string, { readonly title: string; readonly score: number | null; readonly numericValue?: number }>
  >;
}

export async function lighthouse(stage: Stage, ledger: Ledger): Promise<void> {
  enter(ledger, "/login", await audit(stage, "/login", false));
  enter(ledger, "a channel", await audit(stage, pathOf(stage.first), true));
}

function enter(ledger: Ledger, page: string, { categories, audits }: Report): void {
  const row = (name: string) => `Lighthouse of ${page}: ${name}`;
  const score = (id: string) => categories[id]?.score ?? 0;
  const value = (id: string) => audits[id]?.numericValue ?? Number.NaN;
  ledger.put(row("performance"), "score", score("performance"), 0.95);
  ledger.put(row("accessibility"), "score", score("accessibility"), 1);
  ledger.put(row("best practices"), "score", score("best-practices"), 0.95);
  ledger.put(row("largest contentful paint"), "ms", value("largest-contentful-paint"), 1_000);
  ledger.put(row("total blocking time"), "ms", value("total-blocking-time"), 50);
  ledger.put(row("cumulative layout shift"), "", value("cumulative-layout-shift"), 0.02);
}

/** One run; `loggedIn`: the reader's browser. */
export async function audit(stage: Stage, path: string, loggedIn: boolean): Promise<Report> {
  const profile = await mkdtemp(join(tmpdir(), "belfry-bars-"));
  const flags = ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--no-first-run"];
  const child = spawn(
    executable(),
    [...flags, "--remote-debugging-port=0", `--user-data-dir=${profile}`, "about:blank"],
    { stdio: "ignore" },
  );
  const gone = new Promise((done) => child.once("exit", done));
  try {
    const file = join(profile, "DevToolsActivePort");
    const port = await eventually("chromium listens", async () => {
      return existsSync(file) ? (await readFile(file, "utf8")).split("\n")[0] || undefined : undefined;
    });
    if (loggedIn) await logIn(stage, port);
    const run = [CLI, `${stage.origin}${path}`, ...ARGUMENTS, `--port=${port}`];
    const { stdout } = await promisify(execFile)(process.execPath, run, { maxBuffer: 1 << 28 });
    return JSON.parse(stdout) as Report;
  } finally {
    child.kill();
    await gone;
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function logIn({ origin, reader }: Stage, port: string): Promise<void> {
  const browser = await connect(`http://127.0.0.1:${port}`);
  const page = await browser.contexts()[0]?.newPage();
  // A page of the same origin that loads nothing of the client.
  await page?.goto(`${origin}/health/live`);
  await page?.evaluate(({ name, value }) => localStorage.setItem(name, value), login(reader));
  await page?.close();
  await browser.close();
}
