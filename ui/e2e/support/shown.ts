import type { Locator, Page } from "playwright-core";
import type { Person } from "./person.ts";

export interface ShownRow {
  /** From 1, in what is loaded. */
  readonly position: number;
  readonly text: string;
  /** Fainter than the others: not sent yet. */
  readonly grey: boolean;
}

/** Returns the messages that match `wanted`, of the rows that are mounted. */
export function shown(person: Person, wanted: RegExp): Promise<readonly ShownRow[]> {
  return person.region("Messages").evaluate(lookAtRows, wanted.source);
}

export async function isGrey(person: Person, text: string): Promise<boolean> {
  const rows = await shown(person, new RegExp(text));
  return rows.length > 0 && rows.every(({ grey }) => grey);
}

/** Goes to the beginning of the channel and from there to its end; returns all messages that match `wanted`, as they stand. */
export async function readThrough(person: Person, wanted: RegExp): Promise<readonly ShownRow[]> {
  const region = person.region("Messages");
  const beginning = region.getByRole("heading", { name: /^Welcome to #/ });
  await region.evaluate(async (main) => {
    const list = main.querySelector("[data-region-focus]");
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    // Until what is older is loaded, if there is any.
    for (let still = 0; list && still < 20; still = list.scrollTop === 0 ? still + 1 : 0) {
      list.scrollTop = 0;
      await frame();
    }
  });
  await beginning.waitFor();
  const seen = new Map<number, ShownRow>();
  for (;;) {
    for (const row of await shown(person, wanted)) seen.set(row.position, row);
    const atEnd = await region.evaluate(async (main) => {
      const list = main.querySelector("[data-region-focus]");
      if (!list) throw new Error("no list");
      const before = list.scrollTop;
      list.scrollTop += list.clientHeight / 2;
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      return list.scrollTop === before;
    });
    if (atEnd) break;
  }
  return [...seen.values()].sort((a, b) => a.position - b.position);
}

/** Returns whether `row` is where one sees it. */
export function inView(row: Locator): Promise<boolean> {
  return row.evaluate(
    (element) =>
      new Promise<boolean>((done) => {
        const observer = new IntersectionObserver(([entry]) => {
          observer.disconnect();
          done(entry?.isIntersecting ?? false);
        });
        observer.observe(element);
      }),
  );
}

/** Returns what was said first on each line to the gateway that was opened since: 2 is IDENTIFY, 6 is RESUME. */
export function introductions(page: Page): readonly number[] {
  const said: number[] = [];
  page.on("websocket", (socket) =>
    socket.on("framesent", ({ payload }) => {
      const { op } = JSON.parse(String(payload)) as { op: number };
      if (op === 2 || op === 6) said.push(op);
    }),
  );
  return said;
}

// This runs in the page by itself: it may name nothing from outside.
function lookAtRows(region: Element, source: string): ShownRow[] {
  const wanted = new RegExp(source);
  const probe = document.createElement("span");
  probe.style.color = "var(--color-text-faint)";
  document.body.append(probe);
  const faint = getComputedStyle(probe).color;
  probe.remove();
  const rows: ShownRow[] = [];
  for (const row of region.querySelectorAll("li[aria-posinset]")) {
    const texts = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const { parentElement, textContent } = texts.currentNode;
      const found = wanted.exec(textContent ?? "")?.[0];
      if (found === undefined || !parentElement) continue;
      const position = Number(row.getAttribute("aria-posinset"));
      rows.push({ position, text: found, grey: getComputedStyle(parentElement).color === faint });
      break;
    }
  }
  return rows;
}
