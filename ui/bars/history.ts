/** A channel with 10,000 messages: opening it, reading back in it, and what it weighs. */

import type { Browser } from "../e2e/support/browser.ts";
import { type Ledger, median, percentile } from "./figures.ts";
import type { Stage } from "./stage.ts";
import { Tab } from "./tab.ts";

const TIMES = 7;
/** Pages read back: more than the client keeps. */
const PAGES = 10;

export async function history(browser: Browser, stage: Stage, ledger: Ledger): Promise<void> {
  const tab = await openFromBeside(browser, stage);
  const plain = await open(tab, stage, 1);
  const slow = await open(tab, stage, 4);
  ledger.put("open a channel of 10,000 messages, median", "ms", median(plain));
  ledger.put("open a channel of 10,000 messages, slowest", "ms", percentile(plain, 1), 300);
  ledger.put("the same with a processor 4 times slower, median", "ms", median(slow));
  ledger.put("the same with a processor 4 times slower, slowest", "ms", percentile(slow, 1), 1_000);
  await readBack(tab);
  ledger.put("elements in the list after reading back 1,000 messages", "", await tab.nodes(), 1_500);
  ledger.put("heap then", "MB", await tab.heapMb(), 40);
  const again = [];
  for (let time = 0; time < TIMES; time += 1) again.push(await comeBack(tab, stage));
  ledger.put(
    "come back to that channel with its messages in memory, slowest",
    "ms",
    percentile(again, 1),
    300,
  );
  await tab.close();
}

function beside({ channels }: Stage) {
  const channel = channels.at(-2);
  if (!channel) throw new Error("no channel beside");
  return channel;
}

function openFromBeside(browser: Browser, stage: Stage): Promise<Tab> {
  return Tab.at(browser, stage, stage.reader, beside(stage));
}

/** Opens it again and again in a page that has not seen it. */
async function open(tab: Tab, stage: Stage, slowness: number): Promise<number[]> {
  const times: number[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    await tab.goTo(beside(stage));
    await tab.throttle(slowness);
    const { keyMs, shownMs } = await tab.press("Alt+ArrowDown", stage.history.marker);
    await tab.throttle(1);
    times.push(shownMs - keyMs);
    await tab.quiet();
  }
  return times;
}

/** Scrolls to the top, and again when what is older is there. */
async function readBack(tab: Tab): Promise<void> {
  for (let page = 0; page < PAGES; page += 1) {
    const oldest = await tab.page.evaluate(() => {
      window.bars.scroller().scrollTop = 0;
      return document.querySelector("article[data-row]")?.textContent;
    });
    await tab.page.waitForFunction(
      (oldest) => {
        const list = window.bars.scroller();
        const moved = document.querySelector("article[data-row]")?.textContent !== oldest;
        return moved && list.scrollTop > list.clientHeight;
      },
      oldest,
      { polling: "raf" },
    );
    await tab.quiet();
  }
}

/** Leaves it and comes back to where one read. */
async function comeBack(tab: Tab, stage: Stage): Promise<number> {
  const marker = await tab.page.evaluate(() => {
    const rows = [...document.querySelectorAll("article[data-row]")];
    const row = rows.find((row) => row.getBoundingClientRect().top > innerHeight / 2);
    // Its number (stage.ts): a channel of 60 messages has none so high.
    return row?.textContent?.match(/\(\d{4}\)/)?.[0];
  });
  if (marker === undefined) throw new Error("nothing to come back to");
  await tab.press("Alt+ArrowUp", beside(stage).marker);
  await tab.quiet();
  const { keyMs, shownMs } = await tab.press("Alt+ArrowDown", marker);
  await tab.quiet();
  return shownMs - keyMs;
}
