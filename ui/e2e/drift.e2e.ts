import type { Browser, Page, Route } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch } from "./support/browser.ts";
import { eventually } from "./support/eventually.ts";
import { figures, List } from "./support/list.ts";
import { Person } from "./support/person.ts";
import { Caller } from "./support/rest.ts";
import { Server } from "./support/server.ts";
import { addMember, embed, post, react, seed, text, words } from "./support/stage.ts";

/** What is read may move so far, in px: a pixel is what rounding may cost. */
const STILL = 1;
const MESSAGES = 2_000;
const IN_MEMORY = 600;
const NODES = 1_500;
/** A high window, in px: fewer turns. */
const HIGH = 1_200;
const TURN = 900;

let server: Server;
let browser: Browser;
let owner: Caller;
let writer: Caller;
let bot: Caller;
let guildId: string;
/** Long, of all heights; the beginning is answered to by the newest. */
let long: string;
/** Of 300 messages. */
let short: string;
let first: string;

beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
  owner = await Caller.register(server.origin, "olga");
  ({ id: guildId, channelId: short } = await owner.guild("The tower"));
  const code = await owner.invite(short);
  writer = await addMember(server.origin, code, "pia");
  bot = await owner.bot(guildId, "Carillon");
  long = (await owner.call<{ id: string }>("POST", `/guilds/${guildId}/channels`, { name: "long", type: 0 }))
    .id;
  await seed([owner, writer], bot, short, 300);
  first = await owner.post(long, "The very first one");
  await seed([owner, writer], bot, long, MESSAGES);
  await writer.post(long, "An answer to the beginning", {
    message_reference: { message_id: first, channel_id: long },
  });
}, 120_000);
afterAll(async () => {
  await browser.close();
  await server.end();
});

async function open(channelId: string, height = 800): Promise<{ reader: Person; list: List }> {
  const reader = await Person.withToken(browser, server.origin, "olga", owner, { height });
  await reader.page.goto(`/channels/${guildId}/${channelId}`);
  const list = await List.of(reader.page);
  // Opened at what is new; from here on all is read.
  await reader.page.keyboard.press("Escape");
  await eventually("the end is in view", async () => (await list.gap()) < 1);
  return { reader, list };
}

async function close(reader: Person): Promise<void> {
  expect(reader.faults).toEqual([]);
  await reader.close();
}

async function addChannel(name: string): Promise<string> {
  return (await owner.call<{ id: string }>("POST", `/guilds/${guildId}/channels`, { name, type: 0 })).id;
}

const shows = (reader: Person, text: string) => reader.message(text).waitFor();

/** Goes up until messages that are not at the end fill the view. */
async function readBack(list: List, times = 4): Promise<void> {
  for (let time = 0; time < times; time += 1) await list.wheel(-400, (await list.anchor(0.2)).key);
}

/** Pages of older messages are kept back until they are let go. */
class Gate {
  #held: Route[] = [];

  static async before(page: Page): Promise<Gate> {
    const gate = new Gate();
    await page.route(/\/messages\?.*before=/, (route) => void gate.#held.push(route));
    return gate;
  }

  get isHeld(): boolean {
    return this.#held.length > 0;
  }

  async release(): Promise<void> {
    await Promise.all(this.#held.splice(0).map((route) => route.continue()));
  }
}

test("2,000 messages back, page by page: what is read stands still while older ones come above it", async () => {
  const { reader, list } = await open(long, HIGH);
  const gate = await Gate.before(reader.page);
  const worst = { prepend: 0, scroll: 0, nodes: 0, place: 0 };
  let pages = 0;
  while ((await list.above()) > 0) {
    const asked = Math.min(TURN, await list.above());
    const moved = await list.scroll(-asked, (await list.anchor(0)).key);
    if (Math.abs(moved - asked) > 1) console.log(asked, moved, await list.above(), gate.isHeld);
    worst.scroll = Math.max(worst.scroll, Math.abs(moved - asked));
    if (!gate.isHeld) continue;
    const anchor = await list.anchor();
    const seen = await list.during(anchor.key, async () => {
      await gate.release();
      await eventually("a page comes above", async () => {
        const now = await list.row(anchor.key);
        return now !== undefined && now.place > anchor.place;
      });
    });
    expect(seen).toMatchObject({ lost: 0, blank: 0 });
    worst.prepend = Math.max(worst.prepend, seen.drift);
    worst.nodes = Math.max(worst.nodes, seen.nodes);
    worst.place = Math.max(worst.place, (await list.row(anchor.key))?.place ?? 0);
    pages += 1;
  }
  console.log(`2,000 messages back: ${JSON.stringify({ ...worst, pages })}`);
  expect(pages).toBeGreaterThanOrEqual(MESSAGES / 100 - 2);
  expect(worst.prepend).toBeLessThanOrEqual(STILL);
  expect(worst.scroll).toBeLessThanOrEqual(STILL);
  expect(worst.nodes).toBeLessThanOrEqual(NODES);
  await reader.message("The very first one").waitFor();
  // The last one that is loaded has the highest place.
  await list.focusEnd();
  const place = Number(
    await reader.page.locator("main li[aria-posinset]:has(:focus)").getAttribute("aria-posinset"),
  );
  expect(place).toBeGreaterThan(100);
  expect(place).toBeLessThanOrEqual(IN_MEMORY);
  await close(reader);
});

test("who is quicker than the line sees shapes, and reads on undisturbed when the messages come", async () => {
  const cards = await addChannel("cards");
  // Higher than anybody would guess.
  for (let index = 0; index < 115; index += 1) await bot.post(cards, "", { embeds: [embed(index)] });
  const { reader, list } = await open(cards);
  const gate = await Gate.before(reader.page);
  while ((await list.above()) > 0) await list.wheel(-600, (await list.anchor(0)).key);
  const anchor = await list.anchor();
  const seen = await list.during(anchor.key, async () => {
    await gate.release();
    await eventually("a page comes above", async () => {
      return ((await list.row(anchor.key))?.place ?? 0) > anchor.place;
    });
  });
  expect(seen).toMatchObject({ lost: 0, blank: 0 });
  expect(seen.drift).toBeLessThanOrEqual(STILL);
  await close(reader);
});

test("what changes above what is read does not move it", async () => {
  const { reader, list } = await open(short);
  const target = await bot.post(short, "To be changed in many ways");
  const top = await leaveAbove(list, target, -40);
  const anchor = await list.anchor();
  const has = (text: string) => async () => (await list.textOf(target))?.includes(text) ?? false;
  const changes: readonly [string, () => Promise<unknown>, () => Promise<boolean>][] = [
    ["an edit makes it longer", () => edit(target, { content: `Longer ${words(1, 150)}` }), has("Longer")],
    ["a reaction comes", () => react(writer, short, target, "🔔"), has("🔔")],
    ["an embed comes", () => edit(target, { embeds: [embed(7)] }), has("Hour 7")],
    ["an edit makes it shorter", () => edit(target, { content: "Short", embeds: [] }), has("Short")],
    [
      "it is deleted",
      () => bot.call("DELETE", `/channels/${short}/messages/${target}`),
      async () => (await list.textOf(target)) === undefined,
    ],
  ];
  for (const [what, change, isSeen] of changes) {
    const seen = await list.during(anchor.key, async () => {
      expect((await list.row(target))?.bottom).toBeLessThan(top);
      await change();
      await eventually(what, isSeen);
    });
    expect(seen.lost, what).toBe(0);
    expect(seen.drift, what).toBeLessThanOrEqual(STILL);
  }
  await close(reader);
});

test("in the middle of a row, what changes in a row that is half out of view moves nothing below it", async () => {
  const { reader, list } = await open(short);
  const target = await writer.post(short, words(3, 60));
  await leaveAbove(list, target, 20);
  const anchor = await list.anchor();
  const seen = await list.during(anchor.key, async () => {
    await react(bot, short, target, "🔔");
    await eventually("the reaction is there", async () => (await list.textOf(target))?.includes("🔔"));
  });
  expect(seen.lost).toBe(0);
  expect(seen.drift).toBeLessThanOrEqual(STILL);
  await close(reader);
});

test("20 messages a second: who is at the end stays at the end, and no row jumps", async () => {
  const { reader, list } = await open(short);
  const seen = await list.during(null, async () => {
    await post(writer, short, 20, 3, (index) => text(index));
    await shows(reader, "(59)");
  });
  console.log(`20/s: ${figures(seen)}`);
  expect(seen.gap).toBeLessThanOrEqual(STILL);
  expect(seen.down).toBeLessThanOrEqual(STILL);
  expect(seen.blank).toBe(0);
  await close(reader);
});

test("180 messages come while somebody reads: nothing moves, they are counted, and the present is a press away", async () => {
  const { reader, list } = await open(short);
  await readBack(list);
  const anchor = await list.anchor();
  const seen = await list.during(anchor.key, async () => {
    await post(writer, short, 60, 3, (index) => text(index));
    await reader.page.getByText("180 new messages").waitFor();
  });
  expect(seen).toMatchObject({ lost: 0, blank: 0 });
  expect(seen.drift).toBeLessThanOrEqual(STILL);
  await reader.page.getByRole("button", { name: "Jump to present" }).click();
  await eventually("the end is in view", async () => (await list.gap()) < 1);
  await reader.page.getByText("180 new messages").waitFor({ state: "detached" });
  await close(reader);
});

test("another size of the window keeps the end, and what is read", async () => {
  const { reader, list } = await open(short);
  for (const size of [
    { width: 700, height: 500 },
    { width: 1280, height: 900 },
  ]) {
    await reader.page.setViewportSize(size);
    await eventually("the end is in view", async () => (await list.gap()) <= STILL);
  }
  await readBack(list);
  const { key } = await list.anchor(0);
  await reader.page.setViewportSize({ width: 1280, height: 640 });
  await list.frames(40);
  const { top, bottom } = await list.view();
  const row = await list.row(key);
  expect(row?.top).toBeGreaterThanOrEqual(top - STILL);
  expect(row?.bottom).toBeLessThanOrEqual(bottom + STILL);
  await close(reader);
});

test("an answer leads 2,000 messages back, and there is a way to the present again", async () => {
  const { reader, list } = await open(long);
  await reader
    .message("An answer to the beginning")
    .getByRole("button", { name: /The very first one/ })
    .click();
  await eventually("what was answered is in view", async () =>
    (await list.inView()).some(({ key }) => key === first),
  );
  await reader.page.getByRole("button", { name: "Jump to present" }).click();
  await reader.message("An answer to the beginning").waitFor();
  await eventually("the end is in view", async () => (await list.gap()) <= STILL);
  await close(reader);
});

test("who comes back to a channel reads on where it was left", async () => {
  const { reader, list } = await open(long);
  await readBack(list, 8);
  const before = await list.anchor(0);
  await reader.channel("general").click();
  await reader.page.getByRole("textbox", { name: "Message #general" }).waitFor();
  await reader.channel("long").click();
  await eventually("what was read stands where it stood", async () => {
    const now = await list.row(before.key);
    return now !== undefined && Math.abs(now.top - before.top) <= STILL;
  });
  await list.frames(40);
  expect(Math.abs(((await list.row(before.key))?.top ?? 0) - before.top)).toBeLessThanOrEqual(STILL);
  await close(reader);
});

/** Scrolls so that `target` ends `px` below the top of the view, with others after it; returns where that is. */
async function leaveAbove(list: List, target: string, px: number): Promise<number> {
  for (let index = 0; index < 50; index += 1) await writer.post(short, words(index, 20));
  const { top } = await list.view();
  while (((await list.row(target))?.top ?? 0) < top) await list.wheel(-200, (await list.anchor(0)).key);
  await list.wheel(((await list.row(target))?.bottom ?? 0) - top - px, target);
  return top;
}

function edit(messageId: string, body: Record<string, unknown>): Promise<unknown> {
  return bot.call("PATCH", `/channels/${short}/messages/${messageId}`, body);
}
