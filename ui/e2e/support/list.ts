import type { Page } from "playwright-core";

/** A row as it was painted. Tops are of the window, in px. */
export interface Seen {
  readonly key: string;
  readonly top: number;
  readonly bottom: number;
  readonly place: number;
}

/** What the frames of a while had in common. */
export interface Watched {
  readonly frames: number;
  /** How far the anchor was at most from where it stood first, in px. */
  readonly drift: number;
  /** Frames in which the anchor was not there. */
  readonly lost: number;
  /** Frames without a row in the middle of the view. */
  readonly blank: number;
  /** The largest distance from the end at a frame's end, in px. */
  readonly gap: number;
  /** The furthest that a row went down from one frame to the next, in px. */
  readonly down: number;
  /** The most elements that the list had. */
  readonly nodes: number;
  /** Tasks over 50 ms. */
  readonly longTasksMs: readonly number[];
}

interface Probe {
  scroller(): HTMLElement;
  rows(): Seen[];
  inView(): Seen[];
  gap(): number;
  frames(count: number): Promise<void>;
  scroll(px: number, step: number): Promise<void>;
  /** Returns where the list is when it was scrolled away from `from` and that was painted. */
  moved(from: number): Promise<number>;
}

interface Recorder {
  watch(anchor: string | null): void;
  watched(): Watched;
}

declare global {
  interface Window {
    list: Probe;
    watching: Recorder;
    /** Returns when the next frame is laid out as it will be painted. */
    painted: () => Promise<void>;
  }
}

/** What is worth a line in a report. */
export function figures({ frames, gap, down, nodes, longTasksMs }: Watched): string {
  const tasks = longTasksMs.length === 0 ? "no long task" : `long tasks of ${longTasksMs.join(", ")} ms`;
  return `${frames} frames, gap ${gap} px, down ${down} px, ${nodes} elements, ${tasks}`;
}

/** A hard turn of the wheel, and what a quick finger does in a frame, in px. */
export const NOTCH = 200;

/** The list of messages as the eye has it: frame by frame, what is painted. */
export class List {
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  /** Looks at the list of the page that is open; a reload forgets it. */
  static async of(page: Page): Promise<List> {
    await page.getByRole("main").getByRole("article").first().waitFor();
    await page.evaluate(paint);
    await page.evaluate(look);
    await page.evaluate(record);
    return new List(page);
  }

  /** The rows that are wholly in view, from above. */
  inView(): Promise<Seen[]> {
    return this.#page.evaluate(() => window.list.inView());
  }

  /** All that are in the document. */
  rows(): Promise<Seen[]> {
    return this.#page.evaluate(() => window.list.rows());
  }

  /** The row nearest to `share` of the view's height. */
  async anchor(share = 0.5): Promise<Seen> {
    const all = await this.inView();
    const found = all[Math.floor(all.length * share)];
    if (!found) throw new Error("no row is in view");
    return found;
  }

  /** Where a row is now. */
  async row(key: string): Promise<Seen | undefined> {
    return (await this.rows()).find((row) => row.key === key);
  }

  /** Where the list is in the window, in px. */
  view(): Promise<{ top: number; bottom: number }> {
    return this.#page.evaluate(() => {
      const { top, bottom } = window.list.scroller().getBoundingClientRect();
      return { top, bottom };
    });
  }

  /** What a row says; undefined while it is not in the document. */
  textOf(key: string): Promise<string | undefined> {
    return this.#page.evaluate((key) => {
      return document.querySelector(`main article[data-row="${key}"]`)?.textContent ?? undefined;
    }, key);
  }

  /** Goes to the last row that is loaded, by keyboard. */
  async focusEnd(): Promise<void> {
    await this.#page.locator("main [data-region-focus]").focus();
    await this.#page.keyboard.press("End");
    await this.frames(2);
  }

  gap(): Promise<number> {
    return this.#page.evaluate(() => window.list.gap());
  }

  /** How far it is to what is loaded first, in px. */
  above(): Promise<number> {
    return this.#page.evaluate(() => window.list.scroller().scrollTop);
  }

  /** Returns after `count` frames were painted. */
  frames(count: number): Promise<void> {
    return this.#page.evaluate((count) => window.list.frames(count), count);
  }

  watch(anchor: string | null = null): Promise<void> {
    return this.#page.evaluate((anchor) => window.watching.watch(anchor), anchor);
  }

  watched(): Promise<Watched> {
    return this.#page.evaluate(() => window.watching.watched());
  }

  /** Watches the row `anchor` while `during` happens and for some frames after it. */
  async during(anchor: string | null, during: () => Promise<unknown>, after = 40): Promise<Watched> {
    await this.watch(anchor);
    await during();
    await this.frames(after);
    return this.watched();
  }

  /** Scrolls by `px` as fast as a finger does, frame by frame, and returns how many px the row `key` went down. */
  async scroll(px: number, key: string): Promise<number> {
    const before = await this.row(key);
    await this.#page.evaluate(([px, step]) => window.list.scroll(px, step), [px, NOTCH] as const);
    const after = await this.row(key);
    if (!before || !after) throw new Error(`the row ${key} went out of the document`);
    return after.top - before.top;
  }

  /** Turns the wheel over the list, notch by notch, and returns how many px the row `key` went down. */
  async wheel(px: number, key: string): Promise<number> {
    const before = await this.row(key);
    const box = await this.#page.getByRole("main").boundingBox();
    if (!before || !box) throw new Error("there is nothing to scroll");
    await this.#page.mouse.move(box.x + box.width - 60, box.y + box.height / 2);
    let from = await this.above();
    for (let left = Math.abs(px); left > 0; left -= NOTCH) {
      await this.#page.mouse.wheel(0, Math.sign(px) * Math.min(left, NOTCH));
      from = await this.#page.evaluate((from) => window.list.moved(from), from);
    }
    const after = await this.row(key);
    if (!after) throw new Error(`the row ${key} went out of the document`);
    return after.top - before.top;
  }
}

// These run in the page, each by itself: they may name nothing from outside.

function paint(): void {
  // What is measured in an observer of sizes, in a turn after those of the page, is what the frame paints.
  const probe = document.body.appendChild(document.createElement("div"));
  Object.assign(probe.style, {
    position: "fixed",
    inset: "0 auto auto 0",
    width: "1px",
    visibility: "hidden",
  });
  // The second turn is for what is deeper than all that the first was for.
  const later = probe.appendChild(document.createElement("div")).appendChild(document.createElement("div"));
  let turns = 0;
  const turn = (element: HTMLElement) => {
    turns = (turns + 1) % 1000;
    element.style.height = `${turns}px`;
  };
  let waiting: (() => void)[] = [];
  const first = new ResizeObserver(() => turn(later));
  const second = new ResizeObserver(() => {
    const now = waiting;
    waiting = [];
    for (const done of now) done();
  });
  first.observe(probe);
  second.observe(later);
  const painted = () =>
    new Promise<void>((done) => {
      waiting.push(done);
      if (waiting.length === 1) requestAnimationFrame(() => turn(probe));
    });
  // Kept with it: an observer that nobody holds is collected.
  window.painted = Object.assign(painted, { observers: [first, second] });
}

function look(): void {
  /** The wheel is without effect where there is nothing to scroll. */
  const FRAMES_MAX = 20;
  const scroller = () => {
    let element = document.querySelector("main ol[role=list]")?.parentElement ?? null;
    while (element && getComputedStyle(element).overflowY !== "scroll") element = element.parentElement;
    if (!element) throw new Error("no list of messages");
    return element;
  };
  const rows = (): Seen[] =>
    [...document.querySelectorAll<HTMLElement>("main article[data-row]")].map((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      const place = Number(row.closest("li")?.getAttribute("aria-posinset"));
      return { key: String(row.dataset.row), top, bottom, place };
    });
  const gap = () => {
    const { scrollHeight, clientHeight, scrollTop } = scroller();
    return scrollHeight - clientHeight - scrollTop;
  };

  window.list = {
    scroller,
    rows,
    gap,
    inView() {
      const { top, bottom } = scroller().getBoundingClientRect();
      return rows().filter((row) => row.top >= top && row.bottom <= bottom);
    },
    async scroll(px, step) {
      for (let left = Math.abs(px); left > 0; left -= step) {
        // Between two frames, as a hand does: each frame begins with what was scrolled.
        await new Promise((done) => setTimeout(done));
        scroller().scrollTop += Math.sign(px) * Math.min(left, step);
        await window.painted();
      }
      await window.painted();
    },
    async moved(from) {
      for (let frame = 0; frame < FRAMES_MAX && scroller().scrollTop === from; frame += 1)
        await window.painted();
      await window.painted();
      return scroller().scrollTop;
    },
    async frames(count) {
      for (let frame = 0; frame < count; frame += 1) await window.painted();
    },
  };
}

function record(): void {
  const { scroller, rows, gap } = window.list;
  interface Noted {
    readonly tops: ReadonlyMap<string, number>;
    readonly gap: number;
    readonly blank: boolean;
    readonly nodes: number;
  }
  const note = (): Noted => {
    const list = scroller();
    const { top, height } = list.getBoundingClientRect();
    const middle = top + height / 2;
    const covers = (row: Element) => {
      const { top, bottom } = row.getBoundingClientRect();
      // Rows end at parts of a pixel.
      return top <= middle + 1 && bottom >= middle - 1;
    };
    return {
      tops: new Map(rows().map((row) => [row.key, row.top])),
      gap: gap(),
      blank: ![...list.querySelectorAll("li[aria-posinset]")].some(covers),
      nodes: list.querySelectorAll("*").length,
    };
  };
  const furthestDown = (before: Noted, after: Noted) =>
    Math.max(0, ...[...after.tops].map(([key, top]) => top - (before.tops.get(key) ?? top)));

  let anchor: string | null = null;
  let watching = 0;
  let noted: Noted[] = [];
  let longTasksMs: number[] = [];
  const tasks = new PerformanceObserver((entries) =>
    longTasksMs.push(...entries.getEntries().map(({ duration }) => Math.round(duration))),
  );
  const go = async (mine: number) => {
    while (watching === mine) {
      await window.painted();
      noted.push(note());
    }
  };
  window.watching = {
    watch(key) {
      anchor = key;
      noted = [];
      longTasksMs = [];
      tasks.observe({ type: "longtask" });
      watching += 1;
      noted.push(note());
      void go(watching);
    },
    watched() {
      watching += 1;
      tasks.disconnect();
      const from = anchor === null ? undefined : noted[0]?.tops.get(anchor);
      const tops = anchor === null ? [] : noted.map(({ tops }) => tops.get(anchor ?? ""));
      const down = noted.slice(1).map((after, index) => furthestDown(noted[index] ?? after, after));
      return {
        frames: noted.length,
        drift: Math.max(0, ...tops.map((top) => Math.abs((top ?? from ?? 0) - (from ?? 0)))),
        lost: tops.filter((top) => top === undefined).length,
        blank: noted.filter(({ blank }) => blank).length,
        gap: Math.max(...noted.map(({ gap }) => gap)),
        down: Math.max(0, ...down),
        nodes: Math.max(...noted.map(({ nodes }) => nodes)),
        longTasksMs,
      };
    },
  };
}
