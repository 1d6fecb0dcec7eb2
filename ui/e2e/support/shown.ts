import type { Person } from "./person.ts";

/** Returns whether the message `text` is drawn as one that is not sent yet: fainter than the others. */
export function isGrey(person: Person, text: string): Promise<boolean> {
  return person
    .message(text)
    .first()
    .evaluate((row, wanted) => {
      const probe = document.createElement("span");
      probe.style.color = "var(--color-text-faint)";
      document.body.append(probe);
      const faint = getComputedStyle(probe).color;
      probe.remove();
      const texts = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const { parentElement, textContent } = texts.currentNode;
        if (parentElement && textContent?.includes(wanted)) {
          return getComputedStyle(parentElement).color === faint;
        }
      }
      throw new Error(`no text ${wanted}`);
    }, text);
}

export interface ShownRow {
  readonly position: number;
  readonly text: string;
}

/** Returns the rows of messages that are mounted, with their places in the list. */
export function mounted(person: Person): Promise<readonly ShownRow[]> {
  return person.region("Messages").evaluate((region) =>
    [...region.querySelectorAll("li[aria-posinset]")].map((row) => ({
      position: Number(row.getAttribute("aria-posinset")),
      text: row.textContent ?? "",
    })),
  );
}
