/** Whether a page fits its window, and a finger its buttons. */

import type { Page } from "playwright-core";

/** Returns what is cut off at the sides, or would have to be scrolled to sideways. */
export function overflowing(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const nameOf = (element: Element) => {
      const name = element.getAttribute("aria-label") ?? element.textContent ?? "";
      return `<${element.tagName.toLowerCase()}> ${name.trim().slice(0, 40)}`;
    };
    const isShown = (element: Element) => element.checkVisibility({ visibilityProperty: true });
    const root = document.documentElement;
    const wide = [root, document.body]
      .filter(({ scrollWidth }) => scrollWidth > innerWidth)
      .map(({ scrollWidth }) => `the page is ${scrollWidth} px wide`);
    // Code keeps its lines; it is the one thing that scrolls sideways.
    const scrollers = [...document.querySelectorAll("body *")].filter(
      (element) =>
        element.scrollWidth > element.clientWidth + 1 &&
        ["auto", "scroll"].includes(getComputedStyle(element).overflowX) &&
        !element.matches("pre, pre *, textarea, input") &&
        isShown(element),
    );
    const cut = [
      ...document.querySelectorAll("button, a[href], input, select, textarea, h1, h2, h3, p, article"),
    ].filter((element) => {
      const { left, right, width } = element.getBoundingClientRect();
      const isOut = width > 1 && (left < -1 || right > innerWidth + 1);
      return isOut && isShown(element) && !element.closest("pre");
    });
    return [
      ...wide,
      ...scrollers.map((element) => `scrolls sideways: ${nameOf(element)}`),
      ...cut.map((element) => `is cut off: ${nameOf(element)}`),
    ];
  });
}

/** What the product promises to fingers, and the least of WCAG 2.2 AA (2.5.8), for what stands in a text or in a dense grid. */
const TARGET_PX = { finger: 44, dense: 24 } as const;
const DENSE = "article *:not([role=toolbar] *), [role=gridcell]";

/** Returns what is too small to press, in either direction. */
export function smallTargets(page: Page): Promise<readonly string[]> {
  return page.evaluate(
    ({ finger, dense, where }) => {
      const targets = document.querySelectorAll(
        "button, a[href], input, select, textarea, summary, [role=menuitem], [role=option], [role=gridcell]",
      );
      const small: string[] = [];
      for (const element of targets) {
        if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
        // All outside of an open dialog is out of reach.
        const dialog = document.querySelector("dialog[open]");
        if (dialog && !dialog.contains(element)) continue;
        const isInText = element.matches("a, button") && getComputedStyle(element).display === "inline";
        if (isInText) continue;
        // The label of a field is pressed as well as it.
        const label = element instanceof HTMLInputElement ? element.closest("label") : null;
        const { width, height, left, bottom } = (label ?? element).getBoundingClientRect();
        if (width <= 1 || bottom < 0 || left >= innerWidth) continue;
        const least = element.matches(where) ? dense : finger;
        if (Math.min(width, height) + 0.5 >= least) continue;
        const name = element.getAttribute("aria-label") ?? element.textContent ?? "";
        const size = `${Math.round(width)} × ${Math.round(height)}`;
        small.push(`${size} px: <${element.tagName.toLowerCase()}> ${name.trim().slice(0, 40)}`);
      }
      return [...new Set(small)];
    },
    { finger: TARGET_PX.finger, dense: TARGET_PX.dense, where: DENSE },
  );
}
