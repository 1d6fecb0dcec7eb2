/** From an empty browser to messages, and to a composer that takes keys; and what READY weighs. */

import type { Browser } from "../e2e/support/browser.ts";
import { type Ledger, percentile } from "./figures.ts";
import { pathOf, type Stage } from "./stage.ts";
import { Tab, within } from "./tab.ts";

const TIMES = 20;

export async function opening(browser: Browser, stage: Stage, ledger: Ledger): Promise<void> {
  const shown: number[] = [];
  const ready: number[] = [];
  const html: number[] = [];
  const typed: number[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    const one = await openOnce(browser, stage);
    shown.push(one.shownMs);
    ready.push(one.readyMs);
    html.push(one.htmlMs);
    typed.push(await typeOnce(browser, stage));
    if (time === 0) weigh(one.heard, ledger);
  }
  ledger.put("cold open → the page's HTML, p50", "ms", percentile(html, 0.5));
  ledger.put("cold open → READY, p50", "ms", percentile(ready, 0.5));
  ledger.put("cold open → first messages on the screen, p50", "ms", percentile(shown, 0.5));
  ledger.put("cold open → first messages on the screen, p95", "ms", percentile(shown, 0.95), 700);
  ledger.put("cold open → the composer echoes a key, p50", "ms", percentile(typed, 0.5));
  ledger.put("cold open → the composer echoes a key, p95", "ms", percentile(typed, 0.95), 800);
}

type Heard = Window["bars"]["heard"];

async function openOnce(browser: Browser, stage: Stage) {
  const tab = await Tab.open(browser, stage, stage.reader);
  await tab.page.goto(pathOf(stage.first), { waitUntil: "commit" });
  await tab.arm(stage.first.marker);
  const { shownMs } = await tab.seen();
  await tab.quiet();
  const [heard, htmlMs] = await tab.page.evaluate((): [Heard, number] => {
    const [page] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    return [[...window.bars.heard], page?.responseEnd ?? 0];
  });
  await tab.close();
  const readyMs = heard.find(({ name }) => name === "READY")?.atMs ?? 0;
  return { shownMs, readyMs, htmlMs, heard };
}

/** Types as soon as the composer has the focus. */
async function typeOnce(browser: Browser, stage: Stage): Promise<number> {
  const tab = await Tab.open(browser, stage, stage.reader);
  await tab.page.goto(pathOf(stage.first), { waitUntil: "commit" });
  const echoed = within(
    30_000,
    "an echo",
    tab.page.evaluate(() => window.bars.echoed()),
  );
  await tab.page.waitForFunction(() => document.activeElement?.tagName === "TEXTAREA", undefined, {
    polling: "raf",
  });
  await tab.page.keyboard.press("x");
  const atMs = await echoed;
  await tab.close();
  return atMs;
}

/** READY and the guilds that follow it: 10 of 50 channels and 40 members. */
function weigh(heard: Heard, ledger: Ledger): void {
  const ready = heard.filter(({ name }) => name === "READY");
  const guilds = heard.filter(({ name }) => name === "GUILD_CREATE");
  const sum = (frames: Heard) => frames.reduce((bytes, frame) => bytes + frame.bytes, 0) / 1000;
  ledger.put("READY of somebody in 10 servers of 50 channels", "KB", sum(ready), 100);
  ledger.put(
    `READY and the ${guilds.length} GUILD_CREATEs after it (40 members each)`,
    "KB",
    sum([...ready, ...guilds]),
  );
}
