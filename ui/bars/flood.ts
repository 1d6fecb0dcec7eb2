/** Many messages of another person, while the reader is at the end of the channel. */

import type { Browser } from "../e2e/support/browser.ts";
import type { Caller } from "../e2e/support/rest.ts";
import { type Ledger, percentile } from "./figures.ts";
import type { Watched } from "./probe.ts";
import { type Stage, talkAnew, text } from "./stage.ts";
import { Tab } from "./tab.ts";

export async function flood(browser: Browser, stage: Stage, ledger: Ledger): Promise<void> {
  const tab = await Tab.at(browser, stage, stage.reader, await talkAnew(stage));
  const idle = await watch(tab, () => tab.page.waitForTimeout(3_000));
  const steady = await watch(tab, () => post(stage, tab, 20, 10));
  const steadyGap = await tab.page.evaluate(() => window.bars.gap());
  const burst = await watch(tab, () => post(stage, tab, 200, 5));
  const burstGap = await tab.page.evaluate(() => window.bars.gap());
  await tab.close();
  ledger.put("nothing happens, 3 s: frame interval, p95", "ms", percentile(idle.framesMs, 0.95));
  ledger.put("20 messages/s, 10 s: long tasks (over 50 ms)", "", steady.longTasksMs.length, 0);
  ledger.put("20 messages/s, 10 s: longest task that is one", "ms", Math.max(0, ...steady.longTasksMs));
  ledger.put("20 messages/s, 10 s: frame interval, p95", "ms", percentile(steady.framesMs, 0.95));
  ledger.put("20 messages/s, 10 s: distance from the end afterwards, px", "", Math.round(steadyGap), 1);
  ledger.put("200 messages/s, 5 s: frame interval, p95", "ms", percentile(burst.framesMs, 0.95), 33);
  ledger.put("200 messages/s, 5 s: long tasks", "", burst.longTasksMs.length);
  ledger.put("200 messages/s, 5 s: longest task that is one", "ms", Math.max(0, ...burst.longTasksMs));
  ledger.put("200 messages/s, 5 s: distance from the end afterwards, px", "", Math.round(burstGap), 1);
}

async function watch(tab: Tab, during: () => Promise<void>): Promise<Watched> {
  await tab.quiet();
  await tab.page.evaluate(() => window.bars.watch());
  await during();
  return tab.page.evaluate(() => window.bars.watched());
}

/** Posts at a fixed rate, whatever becomes of those before; returns when the last one is on the screen. */
async function post({ writer, talk }: Stage, tab: Tab, perSecond: number, seconds: number): Promise<void> {
  const count = perSecond * seconds;
  const beganMs = performance.now();
  const under: Promise<unknown>[] = [];
  for (let index = 0; index < count; index += 1) {
    const waitMs = beganMs + (index * 1000) / perSecond - performance.now();
    if (waitMs > 1) await new Promise((next) => setTimeout(next, waitMs));
    under.push(writer.post(talk.id, text(index)));
  }
  await Promise.all(under);
  await last(tab, writer, talk.id);
}

async function last(tab: Tab, writer: Caller, channelId: string): Promise<void> {
  const marker = `end of flood ${Date.now()}.`;
  await tab.arm(marker);
  await writer.post(channelId, marker);
  await tab.seen();
}
