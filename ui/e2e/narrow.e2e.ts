/** On a phone, and magnified: everything is there, nothing is cut off, and a finger hits what it means. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { type Browser, launch } from "./support/browser.ts";
import { eventually } from "./support/eventually.ts";
import { overflowing, smallTargets } from "./support/fit.ts";
import { focusOf } from "./support/focus.ts";
import type { Person } from "./support/person.ts";
import { screens, toMembers, toSide } from "./support/screens.ts";
import { Server } from "./support/server.ts";
import { foundSociety, LAST, type Society } from "./support/society.ts";
import { Visitors } from "./support/visitors.ts";

const PHONE = { width: 360, height: 640 } as const;
/** The narrowest that WCAG asks for, the phone, and a window of 1280 × 800 at 200 %. */
const SIZES = [{ width: 320, height: 640 }, PHONE, { width: 640, height: 400 }] as const;

let server: Server;
let browser: Browser;
let society: Society;
let visitors: Visitors;

beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
  society = await foundSociety(server.origin, 40);
  visitors = new Visitors(browser, society, { ...PHONE, touch: true });
});
afterAll(async () => {
  await visitors.leave();
  await browser.close();
  await server.end();
});

async function inChannel(): Promise<Person> {
  const owner = await visitors.personOf("owner");
  await owner.page.setViewportSize(PHONE);
  await owner.page.goto(`/channels/${society.guildId}/${society.busy}`);
  await owner.message(LAST).last().waitFor();
  return owner;
}

test("no screen scrolls sideways or is cut off, and a finger hits all that one can press", async () => {
  const found: string[] = [];
  for (const screen of Object.values(screens).flat()) {
    await visitors.visit(screen, PHONE, async ({ page }) => {
      const small = await smallTargets(page);
      found.push(...small.map((what) => `${screen.name}: ${what}`));
      for (const size of SIZES) {
        await page.setViewportSize(size);
        const cut = await overflowing(page);
        found.push(...cut.map((what) => `${screen.name}, ${size.width} px: ${what}`));
      }
    });
  }
  expect(found).toEqual([]);
});

test("where one writes is in view at every size", async () => {
  const { page, composer } = await inChannel();
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await eventually(`the composer is in view at ${size.width} × ${size.height}`, async () => {
      const box = await composer.boundingBox();
      return box !== null && box.y > 0 && box.y + box.height <= size.height && box.width > 100;
    });
  }
});

test("the drawers open by their buttons, and close by Esc, a press beside them, or a choice", async () => {
  const person = await inChannel();
  const { page } = person;
  const channels = person.region("Channels");
  const members = person.region("Members");
  const isIn = (region: string) =>
    eventually(`the focus is in ${region}`, async () => (await focusOf(page)).region === region);
  expect(await channels.isVisible()).toBe(false);
  expect(await members.isVisible()).toBe(false);

  await toSide(person);
  await isIn("channels");
  await page.keyboard.press("Escape");
  await channels.waitFor({ state: "hidden" });
  await isIn("messages");

  await toMembers(person);
  await isIn("members");
  await page.keyboard.press("Escape");
  await members.waitFor({ state: "hidden" });
  await isIn("messages");

  await toSide(person);
  // Tab never goes to what the drawer covers.
  const seen = new Set<string | null>();
  for (let stop = 0; stop < 25; stop += 1) {
    await page.keyboard.press("Tab");
    seen.add((await focusOf(page)).region);
  }
  expect([...seen].filter((region) => region === "messages" || region === "composer")).toEqual([]);
  await page.touchscreen.tap(PHONE.width - 5, PHONE.height / 2);
  await channels.waitFor({ state: "hidden" });
  await toMembers(person);
  await page.touchscreen.tap(5, PHONE.height / 2);
  await members.waitFor({ state: "hidden" });

  await toSide(person);
  await person.channel("quiet").tap();
  await page.getByRole("heading", { name: "Welcome to #quiet" }).waitFor();
  await channels.waitFor({ state: "hidden" });

  // What a wider window put beside the messages does not come back over them.
  await toSide(person);
  const close = page.getByRole("button", { name: "Close servers and channels" });
  await close.waitFor();
  await page.setViewportSize({ width: 700, height: 640 });
  await close.waitFor({ state: "detached" });
  await page.setViewportSize(PHONE);
  await channels.waitFor({ state: "hidden" });
});

test("nothing moves for who wants no motion", async () => {
  const person = await inChannel();
  const { page } = person;
  const movesFor = async (reducedMotion: "reduce" | "no-preference") => {
    await page.emulateMedia({ reducedMotion });
    await page.evaluate(() => {
      const moved: string[] = [];
      Object.assign(window, { moved });
      addEventListener("transitionrun", ({ target, propertyName }) => {
        moved.push(`${(target as Element).className}: ${propertyName}`);
      });
    });
    await toSide(person);
    await page.keyboard.press("Escape");
    await person.region("Channels").waitFor({ state: "hidden" });
    return page.evaluate(() => (window as unknown as { moved: string[] }).moved);
  };
  expect(await movesFor("reduce")).toEqual([]);
  expect(await movesFor("no-preference")).not.toEqual([]);
  await page.emulateMedia({ reducedMotion: "reduce" });
});

test("with colours that the system forces, the focus and the open channel are still marked", async () => {
  const person = await inChannel();
  const { page } = person;
  await page.emulateMedia({ forcedColors: "active" });
  await page.setViewportSize({ width: 1280, height: 800 });
  for (const region of ["servers", "channels", "messages", "composer", "members"]) {
    await eventually(`the focus comes to ${region}`, async () => {
      if ((await focusOf(page)).region === region) return true;
      await page.keyboard.press("F6");
      return (await focusOf(page)).region === region;
    });
    expect({ region, isSeen: (await focusOf(page)).isSeen }).toEqual({ region, isSeen: true });
  }
  const looks = await person.region("Channels").evaluate((nav) =>
    [...nav.querySelectorAll<HTMLElement>("a[data-pointed]")].map((link) => {
      const { backgroundColor, borderTopColor, borderTopWidth, outlineStyle } = getComputedStyle(link);
      return {
        isOpen: link.getAttribute("aria-current") !== null,
        look: [backgroundColor, borderTopWidth, borderTopColor, outlineStyle].join(),
      };
    }),
  );
  const open = looks.find(({ isOpen }) => isOpen)?.look;
  expect(looks.filter(({ isOpen, look }) => !isOpen && look === open)).toEqual([]);
  await page.emulateMedia({ forcedColors: "none" });
});
