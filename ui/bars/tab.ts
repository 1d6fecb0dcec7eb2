/** A browser window of the measured size, with somebody logged in. */

import type { Browser, BrowserContext, CDPSession, Page } from "../e2e/support/browser.ts";
import type { Caller } from "../e2e/support/rest.ts";
import { install, type Seen } from "./probe.ts";
import { type Channel, pathOf, type Stage } from "./stage.ts";

export const SIZE = { width: 1280, height: 800 };
/** A figure that takes longer than this is no figure: the run ends. */
const DEADLINE_MS = 30_000;

/** Where the client keeps who is logged in (src/engine/token.ts). */
export function login({ token, userId }: Caller): { name: string; value: string } {
  return { name: "belfry.login", value: JSON.stringify({ token, userId }) };
}

export class Tab {
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #devtools: CDPSession;

  private constructor(context: BrowserContext, page: Page, devtools: CDPSession) {
    this.#context = context;
    this.page = page;
    this.#devtools = devtools;
  }

  /** Opens an empty window: no cache, nothing kept but who is logged in. */
  static async open(browser: Browser, { origin }: Stage, who: Caller): Promise<Tab> {
    const context = await browser.newContext({
      baseURL: origin,
      viewport: SIZE,
      storageState: { cookies: [], origins: [{ origin, localStorage: [login(who)] }] },
    });
    const page = await context.newPage();
    page.setDefaultTimeout(DEADLINE_MS);
    await install(page);
    return new Tab(context, page, await context.newCDPSession(page));
  }

  /** Opens a window at `channel`, and returns when its messages are there and all is done. */
  static async at(browser: Browser, stage: Stage, who: Caller, channel: Channel): Promise<Tab> {
    const tab = await Tab.open(browser, stage, who);
    await tab.goTo(channel);
    return tab;
  }

  async goTo(channel: Channel): Promise<void> {
    await this.page.goto(pathOf(channel), { waitUntil: "commit" });
    await this.#settled(channel.marker);
  }

  async #settled(marker: string): Promise<void> {
    await this.page.evaluate((marker) => window.bars.arm(marker), marker);
    await this.seen();
    await this.page.locator("textarea").waitFor();
    await this.quiet();
  }

  arm(marker: string, key?: string): Promise<void> {
    return this.page.evaluate(([marker, key]) => window.bars.arm(marker ?? "", key), [marker, key]);
  }

  seen(): Promise<Seen> {
    return within(
      DEADLINE_MS,
      "a row",
      this.page.evaluate(() => window.bars.seen()),
    );
  }

  /** Presses `keys` and says when the row with `marker` was seen. */
  async press(keys: string, marker: string): Promise<Seen> {
    await this.arm(marker, keys.split("+").at(-1));
    await this.page.keyboard.press(keys);
    return this.seen();
  }

  /** Returns when nothing is left to do, and what a step set off at the server is answered. */
  async quiet(): Promise<void> {
    await this.page.waitForTimeout(60);
    await this.page.evaluate(() => window.bars.quiet());
  }

  /** Makes the processor that many times slower. */
  async throttle(rate: number): Promise<void> {
    await this.#devtools.send("Emulation.setCPUThrottlingRate", { rate });
  }

  /** What the page's scripts keep, in MB. */
  async heapMb(): Promise<number> {
    await this.#devtools.send("HeapProfiler.collectGarbage");
    const { usedSize } = await this.#devtools.send("Runtime.getHeapUsage");
    return usedSize / 1e6;
  }

  /** Elements in the list of messages. */
  nodes(): Promise<number> {
    return this.page.evaluate(() => window.bars.scroller().querySelectorAll("*").length);
  }

  close(): Promise<void> {
    return this.#context.close();
  }
}

export async function within<T>(ms: number, what: string, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, failed) => {
    timer = setTimeout(() => failed(new Error(`not within ${ms} ms: ${what}`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
