/** From Enter to the own row, and to the row in another browser; beside a page that does nothing but put a row in. */

import type { Browser } from "../e2e/support/browser.ts";
import { type Ledger, percentile } from "./figures.ts";
import { install, type Seen } from "./probe.ts";
import { type Stage, talkAnew } from "./stage.ts";
import { SIZE, Tab } from "./tab.ts";

const TIMES = 200;

export async function sending(browser: Browser, stage: Stage, ledger: Ledger): Promise<void> {
  const bare = await bareMs(browser);
  const talk = await talkAnew(stage);
  const here = await Tab.at(browser, stage, stage.reader, talk);
  const there = await Tab.at(browser, stage, stage.writer, talk);
  const own: number[] = [];
  const otherDom: number[] = [];
  const otherShown: number[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    const marker = `ring ${Date.now()}-${time}.`;
    await there.arm(marker);
    await here.page.keyboard.insertText(`The ${marker}`);
    const mine = await here.press("Enter", marker);
    own.push(mine.drawnMs - mine.keyMs);
    const theirs = await there.seen();
    const pressed = mine.originMs + mine.keyMs - theirs.originMs;
    otherDom.push(theirs.domMs - pressed);
    otherShown.push(theirs.shownMs - pressed);
    await here.quiet();
  }
  await here.close();
  await there.close();
  ledger.put("Enter → a row in a bare page (no client, no server), p50", "ms", percentile(bare, 0.5));
  ledger.put("Enter → a row in a bare page (no client, no server), p99", "ms", percentile(bare, 0.99));
  ledger.put("Enter → own message drawn, p50", "ms", percentile(own, 0.5), 16);
  ledger.put("Enter → own message drawn, p99", "ms", percentile(own, 0.99), 50);
  ledger.put("Enter → in the other browser's document, p50", "ms", percentile(otherDom, 0.5));
  ledger.put("Enter → in the other browser's document, p95", "ms", percentile(otherDom, 0.95), 60);
  ledger.put("Enter → on the other browser's screen, p95", "ms", percentile(otherShown, 0.95));
}

const BARE = `<!doctype html><textarea></textarea><main></main><script>
addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  const row = document.createElement("article");
  row.dataset.row = row.textContent = document.querySelector("textarea").value;
  document.querySelector("textarea").value = "";
  document.querySelector("main").prepend(row);
});
</script>`;

/** What the browser and the way of measuring take for themselves. */
async function bareMs(browser: Browser): Promise<number[]> {
  const page = await browser.newPage({ viewport: SIZE });
  await install(page);
  await page.goto(`data:text/html,${encodeURIComponent(BARE)}`);
  await page.focus("textarea");
  const times: number[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    const marker = `ring ${time}.`;
    await page.keyboard.insertText(marker);
    await page.evaluate((marker) => window.bars.arm(marker, "Enter"), marker);
    await page.keyboard.press("Enter");
    const seen: Seen = await page.evaluate(() => window.bars.seen());
    times.push(seen.drawnMs - seen.keyMs);
    await page.waitForTimeout(20);
  }
  await page.close();
  return times;
}
