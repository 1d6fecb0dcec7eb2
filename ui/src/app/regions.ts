/** The regions of the window, and how the focus goes round them. */

export const REGIONS = ["servers", "channels", "messages", "composer", "members"] as const;
export type Region = (typeof REGIONS)[number];

/** Returns the region after `from` in the direction of `step`, of those that `exist`. */
export function regionAfter(from: Region | null, step: 1 | -1, exist: ReadonlySet<Region>): Region | null {
  const start = from === null ? (step === 1 ? -1 : REGIONS.length) : REGIONS.indexOf(from);
  for (let turn = 1; turn <= REGIONS.length; turn += 1) {
    const index = (start + step * turn + 2 * REGIONS.length) % REGIONS.length;
    const region = REGIONS[index];
    if (region && exist.has(region)) return region;
  }
  return null;
}

const isRegion = (name: string | undefined): name is Region => REGIONS.some((region) => region === name);

/** Returns the region in which `element` stands. */
export function regionOf(element: Element | null): Region | null {
  const name = element?.closest<HTMLElement>("[data-region]")?.dataset.region;
  return isRegion(name) ? name : null;
}

export function regionsIn(root: ParentNode): ReadonlySet<Region> {
  const names = [...root.querySelectorAll<HTMLElement>("[data-region]")].map((found) => found.dataset.region);
  return new Set(names.filter(isRegion));
}

/** Its place in a list, what is made for it, or else the region itself. */
const TARGETS = ["[data-region-focus]", '[tabindex="0"]', "textarea", "button, a[href], input"];

export function focusRegion(root: ParentNode, region: Region): void {
  const element = root.querySelector<HTMLElement>(`[data-region="${region}"]`);
  if (!element) return;
  const inside = TARGETS.flatMap((target) => [...element.querySelectorAll<HTMLElement>(target)]);
  for (const found of inside) {
    if (regionOf(found) !== region) continue;
    found.focus();
    // What is not drawn now takes no focus.
    if (regionOf(document.activeElement) === region) return;
  }
  element.focus();
}
