/** Measures the web client, and writes its section of docs/PERFORMANCE.md. How and why stands there. */

import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg, release } from "node:os";
import { join, resolve } from "node:path";
import { type Browser, launch } from "../e2e/support/browser.ts";
import { Ledger, table } from "./figures.ts";
import { flood } from "./flood.ts";
import { history } from "./history.ts";
import { lighthouse } from "./lighthouse.ts";
import { opening } from "./opening.ts";
import { sending } from "./sending.ts";
import { type Stage, setUp } from "./stage.ts";
import { switching } from "./switching.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const PAGE = join(ROOT, "docs/PERFORMANCE.md");
const BEGIN = "<!-- Between these two lines `make ui-bars` writes. -->";
const END = "<!-- End of what `make ui-bars` writes. -->";
/** Fewer rounds are for trying out: they are printed and not written. */
const ROUNDS = 5;

type Part = (browser: Browser, stage: Stage, ledger: Ledger) => Promise<void>;
const PARTS: Readonly<Record<string, Part>> = {
  opening,
  switching,
  history,
  sending,
  flood,
  lighthouse: (_, stage, ledger) => lighthouse(stage, ledger),
};

const say = (line: string) => process.stderr.write(`ui-bars: ${line}\n`);

/** The other parts are measured all the same. */
function fail(part: string, error: unknown): void {
  say(`${part} failed: ${error instanceof Error ? error.stack : error}`);
  process.exitCode = 1;
}

async function measure(rounds: number, parts: readonly string[]): Promise<Ledger> {
  say("fills a server");
  const stage = await setUp();
  const ledgers = new Map(parts.map((part) => [part, new Ledger()]));
  try {
    for (let round = 1; round <= rounds; round += 1) {
      for (const [part, ledger] of ledgers) {
        say(`round ${round} of ${rounds}: ${part}`);
        // A browser of its own: what one part left behind does not weigh on the next.
        const browser = await launch();
        await PARTS[part]?.(browser, stage, ledger)
          .catch((error) => fail(part, error))
          .finally(() => browser.close());
      }
    }
  } finally {
    await stage.server.end();
  }
  const all = new Ledger();
  for (const ledger of ledgers.values()) {
    for (const { text, unit, target, values } of ledger.bars()) {
      for (const value of values) all.put(text, unit, value, target);
    }
  }
  return all;
}

function run(command: string, ...given: string[]): string {
  return execFileSync(command, given, { cwd: ROOT, encoding: "utf8" }).trim();
}

/** The table of sizes; what is over a limit stands below it. */
function weigh(): string {
  const { stdout, stderr } = spawnSync(process.execPath, ["ui/scripts/sizes.mjs"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  return `${stdout}${stderr}`.trimEnd();
}

/** What was measured, where and when. */
function heading(rounds: number, before: number): string {
  const [cpu] = cpus();
  const changed = run("git", "status", "--porcelain", "--", "src", "ui/src") === "" ? "" : " with changes";
  const commit = `${run("git", "rev-parse", "--short", "HEAD")}${changed}`;
  const day = new Date().toISOString().slice(0, 10);
  const machine = `${cpus().length} × ${cpu?.model.trim()}, Linux ${release()}`;
  const busy = `others' load before it ${before.toFixed(1)}`;
  return `${day}, ${machine}, commit ${commit}, \`make ui-bars\`; ${rounds} rounds; ${busy}`;
}

async function main(): Promise<void> {
  const rounds = Number(process.env.UI_BARS_ROUNDS ?? ROUNDS);
  const parts = process.env.UI_BARS_PARTS?.split(" ") ?? Object.keys(PARTS);
  const [before = 0] = loadavg();
  const ledger = await measure(rounds, parts);
  const sizes = weigh();
  const section = [heading(rounds, before), table(ledger.bars()), `\`\`\`\n${sizes}\n\`\`\``].join("\n\n");
  process.stdout.write(`${section}\n`);
  if (process.exitCode || rounds < ROUNDS || parts.length < Object.keys(PARTS).length) return;
  const page = readFileSync(PAGE, "utf8");
  const [head, rest] = page.split(BEGIN);
  const tail = rest?.split(END)[1];
  if (head === undefined || tail === undefined) throw new Error(`${PAGE} has no place for the figures`);
  writeFileSync(PAGE, `${head}${BEGIN}\n\n${section}\n\n${END}${tail}`);
}

await main();
