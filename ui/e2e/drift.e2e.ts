import type { Browser, Page, Route } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch } from "./support/browser.ts";
import { Climb, type Climbed } from "./support/climb.ts";
import { eventually } from "./support/eventually.ts";
import { figures, List, type Watched } from "./support/list.ts";
import { Person } from "./support/person.ts";
import { Caller } from "./support/rest.ts";
import { Server } from "./support/server.ts";
import { addMember, embed, post, react, seed, text, words } from "./support/stage.ts";

/** What is read may move so far, in px: a pixel is what rounding may cost. */
const STILL = 1;
const MESSAGES = 10_000;
const PAGE = 100;
const IN_MEMORY = 600;
const NODES = 1_500;
/** A high window, in px: each row goes through it in many frames. */
const HIGH = 1_200;
/** After a page came. What moves later than that is seen on the way on: no frame of it is left out. */
const FRAMES_AFTER_PAGE = 5;

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

  /** `onHeld` is told of each page that is kept back. */
  static async before(page: Page, onHeld?: () => Promise<void>): Promise<Gate> {
    const gate = new Gate();
    await page.route(/\/messages\?.*before=/, (route) => {
      gate.#held.push(route);
      return onHeld?.();
    });
    return gate;
  }

  get isHeld(): boolean {
    return this.#held.length > 0;
  }

  async release(): Promise<void> {
    await Promise.all(this.#held.splice(0).map((route) => route.continue()));
  }
}

test("10,000 messages back, each seen once and in order: what is read stands still while older ones come above it", async () => {
  const { reader, list } = await open(long, HIGH);
  const climb = await Climb.from(reader.page, long);
  const gate = await Gate.before(reader.page, () => climb.halt());
  const worst = { prepend: 0, nodes: 0, place: 0 };
  let pages = 0;
  const isAtBeginning = async () => (await list.inView())[0]?.key === first;
  const climbOn = async () => {
    await climb.up();
    return gate.isHeld || (await isAtBeginning());
  };
  for (;;) {
    await eventually("older ones are asked for, or it is the beginning", climbOn);
    if (!gate.isHeld) break;
    const seen = await comesAbove(list, gate, climb);
    expect(seen).toMatchObject({ lost: 0, blank: 0 });
    worst.prepend = Math.max(worst.prepend, seen.drift);
    worst.nodes = Math.max(worst.nodes, seen.nodes);
    worst.place = Math.max(worst.place, seen.place);
    pages += 1;
    expect(await climb.inMemory(), `messages in memory after ${pages} pages`).toBe(
      Math.min(IN_MEMORY, PAGE + pages * PAGE),
    );
  }
  const { rows, disorder, ...way } = await climb.climbed();
  console.log(`${rows.length} messages back: ${JSON.stringify({ ...worst, ...way, pages })}`);
  expect(disorder).toEqual([]);
  expect(pages).toBe(MESSAGES / PAGE);
  expect(worst.prepend).toBeLessThanOrEqual(STILL);
  expect(way.drift).toBeLessThanOrEqual(STILL);
  expect(way.inMemory).toBe(IN_MEMORY);
  expect(worst.nodes).toBeLessThanOrEqual(NODES);
  await sawAll(rows);
  // The last one that is loaded has the highest place.
  await list.focusEnd();
  const last = reader.page.locator("main li[aria-posinset]:has(:focus)");
  const place = Number(await last.getAttribute("aria-posinset"));
  expect(place).toBeGreaterThan(PAGE);
  expect(place).toBeLessThanOrEqual(IN_MEMORY);
  await toPresent(reader, list);
  expect(await climb.inMemory()).toBeLessThanOrEqual(IN_MEMORY);
  await close(reader);
}, 600_000);

/** Lets the page in that is kept back, and watches until it has come. */
async function comesAbove(list: List, gate: Gate, climb: Climb): Promise<Watched & { place: number }> {
  const anchor = await list.anchor();
  let place = anchor.place;
  const come = async () => {
    place = (await list.row(anchor.key))?.place ?? 0;
    return place > anchor.place;
  };
  const during = async () => {
    await gate.release();
    await eventually("a page comes above", come);
  };
  await climb.goOn();
  return { ...(await list.during(anchor.key, during, FRAMES_AFTER_PAGE)), place };
}

/** `rows` are all that the server has, in its order, with what was said in each. */
async function sawAll(rows: Climbed["rows"]): Promise<void> {
  const all = await owner.history(long, MESSAGES + 2);
  expect(all.length).toBe(MESSAGES + 2);
  expect(rows.map(({ key }) => key)).toEqual(all.map(({ id }) => id));
  const said = (content: string) => /\(\d+\)/.exec(content)?.[0] ?? content;
  expect(all.filter(({ content }, at) => !rows[at]?.text.includes(said(content)))).toEqual([]);
}

async function toPresent(reader: Person, list: List): Promise<void> {
  await reader.page.getByRole("button", { name: "Jump to present" }).click();
  await reader.message("An answer to the beginning").waitFor();
  await eventually("the end is in view", async () => (await list.gap()) <= STILL);
}

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

test("an answer leads 10,000 messages back, and there is a way to the present again", async () => {
  const { reader, list } = await open(long);
  await reader
    .message("An answer to the beginning")
    .getByRole("button", { name: /The very first one/ })
    .click();
  await eventually("what was answered is in view", async () =>
    (await list.inView()).some(({ key }) => key === first),
  );
  await toPresent(reader, list);
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
