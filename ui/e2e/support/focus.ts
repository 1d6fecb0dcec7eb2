/** Where the focus is, as who has no mouse sees it. */

import type { Page } from "playwright-core";

export interface Focus {
  /** What it is called, for those who listen. */
  readonly name: string;
  readonly role: string;
  /** Of the window: "servers", "channels", "messages", "composer" or "members". */
  readonly region: string | null;
  /** One sees it: there is a ring, in view. */
  readonly isSeen: boolean;
}

export function focusOf(page: Page): Promise<Focus> {
  return page.evaluate(() => {
    const at = document.activeElement;
    if (!(at instanceof HTMLElement) || at === document.body) {
      return { name: "", role: "nothing", region: null, isSeen: false };
    }
    // A text field or a choice may leave the ring to what it stands in.
    const around = [
      at,
      at.parentElement,
      at.parentElement?.parentElement,
      at.parentElement?.parentElement?.parentElement,
    ];
    const isField = at.matches("input, textarea, select");
    const hasBar = at.matches("[role=menuitem]") && getComputedStyle(at).boxShadow !== "none";
    const hasRing = around.some((element, far) => {
      if (!element || (far > 0 && !isField)) return false;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      const hasOutline = outlineStyle !== "none" && Number.parseFloat(outlineWidth) > 0;
      return hasOutline || (isField && element.matches(":focus-within") && boxShadow !== "none");
    });
    const box = at.getBoundingClientRect();
    const inView = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    const label = at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement ? at.labels?.[0] : null;
    const name = at.getAttribute("aria-label") ?? label?.textContent ?? at.textContent ?? "";
    return {
      name: name.trim(),
      role: at.getAttribute("role") ?? at.tagName.toLowerCase(),
      region: at.closest<HTMLElement>("[data-region]")?.dataset.region ?? null,
      isSeen: (hasRing || hasBar) && inView,
    };
  });
}

const STOPS_MAX = 40;

/** Presses Tab (or Shift+Tab) until what is called `name` has the focus. Each stop on the way is seen. */
export async function tabTo(
  page: Page,
  name: string | RegExp,
  key: "Tab" | "Shift+Tab" = "Tab",
): Promise<void> {
  const passed: string[] = [];
  while (passed.length < STOPS_MAX) {
    await page.keyboard.press(key);
    const focus = await focusOf(page);
    // The browser's own bars come after the last stop.
    if (focus.role !== "nothing" && !focus.isSeen) throw new Error(`not seen: ${JSON.stringify(focus)}`);
    if (typeof name === "string" ? focus.name === name : name.test(focus.name)) return;
    passed.push(focus.name.slice(0, 40));
  }
  throw new Error(`no Tab leads to ${name}, but to ${passed.join(" | ")}`);
}
