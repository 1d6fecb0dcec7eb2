/** No screen breaks a rule of WCAG 2.2 AA that axe can judge: in both themes, wide and on a phone. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { violations } from "./support/axe.ts";
import { type Browser, launch } from "./support/browser.ts";
import { type Screen, screens } from "./support/screens.ts";
import { Server } from "./support/server.ts";
import { foundSociety } from "./support/society.ts";
import { Visitors } from "./support/visitors.ts";

const MEMBERS = 300;
/** Until all have registered: each password is hashed, and the machine may be busy. */
const FOUNDED_MS = 240_000;
const WIDTHS = [
  { width: 1280, height: 800 },
  { width: 360, height: 640 },
] as const;

let server: Server;
let browser: Browser;
let visitors: Visitors;

beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
  visitors = new Visitors(browser, await foundSociety(server.origin, MEMBERS));
}, FOUNDED_MS);
afterAll(async () => {
  await visitors.leave();
  await browser.close();
  await server.end();
});

/** Looks at each of them; what is not about colours is the same in both themes. */
async function look(group: readonly Screen[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const size of WIDTHS) {
    for (const screen of group) {
      await visitors.visit(screen, size, async ({ page }) => {
        for (const theme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme: theme });
          const broken = await violations(page, theme === "light" ? "all" : "colors");
          found.push(...broken.map((line) => `${screen.name}, ${theme}, ${size.width} px: ${line}`));
        }
      });
    }
  }
  return found;
}

test("who arrives can read every page", async () => {
  expect(await look(screens.arriving)).toEqual([]);
});

test("messages can be read, and all that is done with them", async () => {
  expect(await look(screens.messages)).toEqual([]);
});

test("servers, channels and members can be read, as columns and as drawers", async () => {
  expect(await look(screens.sides)).toEqual([]);
});

test("every dialog can be read", async () => {
  expect(await look(screens.dialogs)).toEqual([]);
});

test("every page of the settings can be read", async () => {
  expect(await look(screens.settings)).toEqual([]);
});
