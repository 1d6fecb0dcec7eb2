/** What is put into a page before its own scripts: it looks on, and notes when. All times are the page's `performance.now()`. */

import type { Page } from "../e2e/support/browser.ts";

/** When a row was there. */
export interface Seen {
  /** The key that was waited for was pressed. */
  readonly keyMs: number;
  /** The row was in the document. */
  readonly domMs: number;
  /** The first frame that shows the row was drawn and handed to the compositor. */
  readonly drawnMs: number;
  /** The frame after that began: the row is on the screen. */
  readonly shownMs: number;
  /** The zero of the others, on the clock that all pages share. */
  readonly originMs: number;
}

export interface Watched {
  /** Between one frame and the next. */
  readonly framesMs: readonly number[];
  readonly longTasksMs: readonly number[];
}

interface Probe {
  /** The names of the gateway's frames with their bytes, in order. */
  readonly heard: { name: string; bytes: number; atMs: number }[];
  /** Looks for a row that contains `marker`; with `key`, notes when that is pressed. */
  arm(marker: string, key?: string): void;
  seen(): Promise<Seen>;
  /** When the composer shows what was typed. */
  echoed(): Promise<number>;
  /** Nothing is left to do in this page. */
  quiet(): Promise<void>;
  watch(): void;
  watched(): Watched;
  /** How far the list is from its end, in px. */
  gap(): number;
  scroller(): Element;
}

declare global {
  interface Window {
    bars: Probe;
  }
}

export async function install(page: Page): Promise<void> {
  for (const script of [lookOut, listenIn, keepTime]) await page.addInitScript(script);
}

// These run in the page, each by itself: they may name nothing from outside.

function lookOut(): void {
  const afterFrame = () =>
    new Promise<number>((done) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => done(performance.now());
        port2.postMessage(null);
      }),
    );
  const nextFrame = () => new Promise<number>((done) => requestAnimationFrame(() => done(performance.now())));
  const rowWith = (marker: string): Element | undefined =>
    [...document.querySelectorAll("article[data-row]")]
      .reverse()
      .find((row) => row.textContent?.includes(marker));
  const once = (test: () => boolean) =>
    new Promise<number>((done) => {
      const look = () => {
        if (!test()) return false;
        observer.disconnect();
        done(performance.now());
        return true;
      };
      const observer = new MutationObserver(look);
      if (!look()) observer.observe(document, { childList: true, subtree: true, characterData: true });
    });
  const inView = (row: Element | undefined) => {
    const { top = -1, bottom = -1 } = row?.getBoundingClientRect() ?? {};
    return bottom > 0 && top < innerHeight;
  };

  let outcome: Promise<Seen> | undefined;
  const follow = async (marker: string, keyMs: () => number): Promise<Seen> => {
    const domMs = await once(() => rowWith(marker) !== undefined);
    let drawnMs = await afterFrame();
    while (!inView(rowWith(marker))) drawnMs = await afterFrame();
    return { keyMs: keyMs(), domMs, drawnMs, shownMs: await nextFrame(), originMs: performance.timeOrigin };
  };
  const bars: Pick<Probe, "arm" | "seen" | "echoed" | "quiet"> = {
    arm(marker, key) {
      let keyMs = 0;
      const pressed = (event: KeyboardEvent) => {
        if (event.key !== key) return;
        keyMs = event.timeStamp;
        removeEventListener("keydown", pressed, true);
      };
      if (key) addEventListener("keydown", pressed, true);
      outcome = follow(marker, () => keyMs);
    },
    seen: () => outcome ?? Promise.reject(new Error("not armed")),
    async echoed() {
      await new Promise((done) => addEventListener("input", done, { once: true }));
      const atMs = await afterFrame();
      if (document.querySelector("textarea")?.value === "") throw new Error("the composer swallowed a key");
      return atMs;
    },
    quiet: () => new Promise((done) => requestIdleCallback(() => requestIdleCallback(() => done()))),
  };
  window.bars = Object.assign(window.bars ?? {}, bars);
}

function listenIn(): void {
  const heard: Probe["heard"] = [];
  const note = ({ data }: MessageEvent) => {
    const text = String(data);
    // Short and near an end of the frame, whatever the order of its keys.
    const name = /"t":"(READY|GUILD_CREATE)"/.exec(text.slice(0, 99) + text.slice(-99))?.[1];
    if (name) heard.push({ name, bytes: new TextEncoder().encode(text).length, atMs: performance.now() });
  };
  const Native = WebSocket;
  window.WebSocket = class extends Native {
    constructor(...given: ConstructorParameters<typeof Native>) {
      super(...given);
      this.addEventListener("message", note);
    }
  };
  window.bars = Object.assign(window.bars ?? {}, { heard });
}

function keepTime(): void {
  let framesMs: number[] = [];
  let longTasksMs: number[] = [];
  let watching = false;
  const tasks = new PerformanceObserver((list) =>
    longTasksMs.push(...list.getEntries().map((task) => task.duration)),
  );
  const beat = (before: number) =>
    requestAnimationFrame((now) => {
      framesMs.push(now - before);
      if (watching) beat(now);
    });
  const bars: Pick<Probe, "watch" | "watched" | "gap" | "scroller"> = {
    watch() {
      framesMs = [];
      longTasksMs = [];
      watching = true;
      tasks.observe({ type: "longtask" });
      requestAnimationFrame(beat);
    },
    watched() {
      watching = false;
      tasks.disconnect();
      return { framesMs, longTasksMs };
    },
    gap() {
      const { scrollHeight, clientHeight, scrollTop } = bars.scroller();
      return scrollHeight - clientHeight - scrollTop;
    },
    scroller() {
      let element = document.querySelector("article[data-row]")?.parentElement ?? null;
      while (element && !/auto|scroll/.test(getComputedStyle(element).overflowY))
        element = element.parentElement;
      if (!element) throw new Error("no list of messages");
      return element;
    },
  };
  window.bars = Object.assign(window.bars ?? {}, bars);
}
