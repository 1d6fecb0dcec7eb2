/** Takes the pictures of docs/screenshots: `npm run screenshots`. With SCREENSHOTS=<directory>, every screen in every look goes there. */

import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startBot } from "../support/bot.ts";
import { type Browser, launch } from "../support/browser.ts";
import { Person } from "../support/person.ts";
import { Server } from "../support/server.ts";
import { afternoonZone, agePast } from "./past.ts";
import { fewerColours } from "./png.ts";
import { type Look, SCREENS, type Screen } from "./screens.ts";
import { beHere, build, type World } from "./world.ts";

const DOCS = resolve(import.meta.dirname, "../../../docs/screenshots");
const EVERYTHING = process.env.SCREENSHOTS;
const SIZES = { wide: { width: 1280, height: 800 }, narrow: { width: 360, height: 740, touch: true } };
const LOOKS: readonly Look[] = [
  { theme: "light", size: "wide" },
  { theme: "dark", size: "wide" },
  { theme: "light", size: "narrow" },
  { theme: "dark", size: "narrow" },
];
const timezone = afternoonZone();

let server: Server;
let browser: Browser;
let crowd: Person;
let world: World;
let bot: Awaited<ReturnType<typeof startBot>> | undefined;

beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
  world = await build(server.origin);
  crowd = await Person.arrive(browser, server.origin, "crowd");
  await beHere(crowd.page, world.here);
  bot = await startBot(server.origin, world.botToken, () => undefined);
});
afterAll(async () => {
  await bot?.destroy();
  await browser?.close();
  await server?.end();
});

function isWanted({ size, kept = [] }: Screen, look: Look): boolean {
  if (size !== undefined && size !== look.size) return false;
  return EVERYTHING !== undefined || kept.includes(`${look.theme}-${look.size}`);
}

async function arrive({ who }: Screen, look: Look): Promise<Person> {
  const options = { ...SIZES[look.size], theme: look.theme, timezone };
  if (who === "stranger") return Person.arrive(browser, server.origin, who, options);
  return Person.withToken(browser, server.origin, who, world[who], options);
}

const shown = SCREENS.filter((screen) => LOOKS.some((look) => isWanted(screen, look)));

describe.each(shown)("$name", (screen) => {
  test.each(LOOKS.filter((look) => isWanted(screen, look)))("$theme, $size", async (look) => {
    const person = await arrive(screen, look);
    const { page } = person;
    await agePast(page, world.minutesAgo);
    await screen.show({ ...look, person, page, world });
    await page.evaluate(() => document.fonts.ready);
    const picture = await page.screenshot({ animations: "disabled", caret: "hide" });
    const directory = EVERYTHING ?? DOCS;
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, `${screen.name}-${look.theme}-${look.size}.png`), fewerColours(picture));
    expect(person.faults).toEqual([]);
    await person.close();
  });
});
