import type { Page } from "playwright-core";
import type { State } from "../../src/state/model.ts";
import { NOTCH } from "./list.ts";

/** What a reader saw on the way back through a channel, of all frames. */
export interface Climbed {
  /** What was wholly in view, each once, oldest first. */
  readonly rows: readonly { readonly key: string; readonly text: string }[];
  readonly frames: number;
  /** How far a row was at most from where the scrolling alone would have it, from its coming into view until it went, in px. */
  readonly drift: number;
  /** The most messages of the channel that the client kept. */
  readonly inMemory: number;
  /** Rows that were twice in the document, or not next to the one that they were next to before; frames that drifted. */
  readonly disorder: readonly string[];
}

interface Way {
  /** Goes up frame by frame until it is told to halt, or nothing is above. */
  up(step: number): Promise<void>;
  look(): void;
  halt: boolean;
  /** Messages of the channel that the client keeps. */
  inMemory(): number;
  climbed(): Climbed;
}

declare global {
  interface Window {
    way: Way;
  }
}

/** A way back through the list of a page (see `List`), on which every frame is looked at. */
export class Climb {
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  static async from(page: Page, channelId: string): Promise<Climb> {
    await page.evaluate(walk, channelId);
    await page.evaluate(() => window.way.look());
    return new Climb(page);
  }

  /** Scrolls up as fast as a finger does until `halt`, or until nothing is above. */
  up(): Promise<void> {
    return this.#page.evaluate((step) => window.way.up(step), NOTCH);
  }

  halt(): Promise<void> {
    return this.#page.evaluate(() => {
      window.way.halt = true;
    });
  }

  /** Looks where all is now, and lets `up` go on from here. */
  goOn(): Promise<void> {
    return this.#page.evaluate(() => {
      window.way.look();
      window.way.halt = false;
    });
  }

  inMemory(): Promise<number> {
    return this.#page.evaluate(() => window.way.inMemory());
  }

  climbed(): Promise<Climbed> {
    return this.#page.evaluate(() => window.way.climbed());
  }
}

// This runs in the page: it may name nothing from outside.
function walk(channelId: string): void {
  interface Fiber {
    readonly memoizedProps: { readonly value?: { readonly store?: { getState?: () => State } } } | null;
    readonly child: Fiber | null;
  }
  /** The client's own state, as React hands it to the views: what is in memory is nowhere in the document. */
  const stateOf = (): (() => State) => {
    const root = document.getElementById("root") ?? document.body;
    const name = Object.keys(root).find((key) => key.startsWith("__reactContainer$")) ?? "";
    const container = (root as unknown as Record<string, { stateNode: { current: Fiber } }>)[name];
    for (let at = container?.stateNode.current ?? null; at; at = at.child) {
      const get = at.memoizedProps?.value?.store?.getState;
      if (get) return get;
    }
    throw new Error("no state above the views");
  };

  const getState = stateOf();
  const { scroller, rows, inView } = window.list;
  /** Newest first. */
  const seen: { key: string; text: string }[] = [];
  const places = new Map<string, number>();
  /** Where a row belongs while it is in view, as if nothing were ever scrolled. */
  let tops = new Map<string, number>();
  let climbed = 0;
  let frames = 0;
  let drift = 0;
  let most = 0;
  const disorder: string[] = [];

  const placeOf = (key: string): number => {
    const known = places.get(key);
    if (known !== undefined) return known;
    const text = document.querySelector(`main article[data-row="${key}"]`)?.textContent ?? "";
    places.set(key, seen.length);
    return seen.push({ key, text }) - 1;
  };
  const lookAtOrder = (keys: readonly string[]): void => {
    const isOn = frames === 0 || keys.some((key) => places.has(key));
    if (!isOn) disorder.push(`nothing is left before ${keys[0]}`);
    let below: number | undefined;
    for (const key of [...keys].reverse()) {
      const place = placeOf(key);
      if (below !== undefined && place !== below + 1) disorder.push(`${key} is above ${seen[below]?.key}`);
      below = place;
    }
  };
  const way: Way = {
    halt: false,
    inMemory: () => getState().timelines[channelId]?.messages.length ?? 0,
    look() {
      const all = rows().map(({ key }) => key);
      if (new Set(all).size !== all.length) disorder.push(`twice in ${all}`);
      const now = inView();
      lookAtOrder(now.map(({ key }) => key));
      const before = tops;
      tops = new Map(now.map(({ key, top }) => [key, before.get(key) ?? top - climbed]));
      const off = Math.max(0, ...now.map(({ key, top }) => Math.abs(top - climbed - (tops.get(key) ?? 0))));
      drift = Math.max(drift, off);
      if (off > 1) disorder.push(`frame ${frames}, ${climbed} px up: something is ${off} px off`);
      most = Math.max(most, way.inMemory());
      frames += 1;
    },
    async up(step) {
      while (!way.halt && scroller().scrollTop > 0) {
        // Between two frames, as a hand does: each frame begins with what was scrolled.
        await new Promise((done) => setTimeout(done));
        const px = Math.min(step, scroller().scrollTop);
        scroller().scrollTop -= px;
        climbed += px;
        // A hand's scrolling is told of in the frame that begins with it, before anything else runs; a script's only in the next one.
        scroller().dispatchEvent(new Event("scroll"));
        await window.painted();
        way.look();
      }
    },
    climbed: () => ({ rows: [...seen].reverse(), frames, drift, inMemory: most, disorder }),
  };
  window.way = way;
}
