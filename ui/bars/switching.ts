/** From channel to channel by key. */

import type { Browser } from "../e2e/support/browser.ts";
import { type Ledger, percentile } from "./figures.ts";
import type { Channel, Stage } from "./stage.ts";
import { Tab } from "./tab.ts";

/** Fewer than the client keeps (src/limits.ts, `timelines`). */
const KEPT = 10;
const SWITCHES = 50;

export async function switching(browser: Browser, stage: Stage, ledger: Ledger): Promise<void> {
  const tab = await Tab.at(browser, stage, stage.reader, stage.first);
  // All but the last, where the long history is.
  const visited = stage.channels.slice(0, -1);
  const fresh = await walk(tab, visited.slice(1), "Alt+ArrowDown");
  const back = visited.slice(-1 - KEPT, -1);
  const forth = visited.slice(-KEPT);
  const cached: number[] = [];
  await walk(tab, [...back].reverse(), "Alt+ArrowUp");
  while (cached.length < SWITCHES) {
    cached.push(...(await walk(tab, forth, "Alt+ArrowDown")));
    cached.push(...(await walk(tab, [...back].reverse(), "Alt+ArrowUp")));
  }
  await tab.close();
  ledger.put("switch to a channel seen before, p50", "ms", percentile(cached, 0.5));
  ledger.put("switch to a channel seen before, p95", "ms", percentile(cached, 0.95), 50);
  ledger.put("switch to a channel not seen before, p50", "ms", percentile(fresh, 0.5));
  ledger.put("switch to a channel not seen before, p95", "ms", percentile(fresh, 0.95), 150);
}

/** From each to the next; returns how long each took from the key until its newest message was on the screen. */
async function walk(tab: Tab, channels: readonly Channel[], keys: string): Promise<number[]> {
  const times: number[] = [];
  for (const { marker } of channels) {
    const { keyMs, shownMs } = await tab.press(keys, marker);
    times.push(shownMs - keyMs);
    await tab.quiet();
  }
  return times;
}
