/** The line goes, and nothing that was said goes with it. */

import { describe, expect, test } from "vitest";
import { bannerClock } from "./support/bannerClock.ts";
import { eventually } from "./support/eventually.ts";
import { gather, leave } from "./support/gather.ts";
import { browser, house, server } from "./support/house.ts";
import type { Person } from "./support/person.ts";
import type { Caller } from "./support/rest.ts";
import { Server } from "./support/server.ts";
import { introductions, isGrey, readThrough, type ShownRow, shown } from "./support/shown.ts";
import { Wire } from "./support/wire.ts";

/** The client's own beat every 10 s, and 5 s without an answer (limits.ts); the rest is for a slow machine. */
const SILENCE_FOUND_MS = 10_000 + 5_000 + 10_000;
/** The banner is there within a second, by the clock of the page that lost its line. */
const BANNER_MS = 1_000;
/** Until a test on a slow machine has seen it. */
const BANNER_SEEN_MS = 5_000;
/** Until a press has done what it does; less than the pauses that it cuts short. */
const RETRY_MS = 3_000;
/** The longest pause between two tries is 15 s (limits.ts). */
const BACK_MS = 30_000;

house();

const banner = ({ page }: Person) => page.getByText("Reconnecting…");
const isBack = (person: Person) => banner(person).waitFor({ state: "detached", timeout: BACK_MS });
const numbered = (what: string, count: number) =>
  Array.from({ length: count }, (_, at) => `${what} ${String(at + 1).padStart(2, "0")}`);
const texts = (rows: readonly ShownRow[]) => rows.map(({ text }) => text);

async function postAll({ post }: { post: (text: string) => Promise<unknown> }, all: readonly string[]) {
  for (const text of all) await post(text);
}

/** One at a browser whose way to the server can be cut, and one who writes from elsewhere. */
async function behindWire(name: string) {
  const wire = await Wire.before(server.origin);
  const { people, callers, channelId } = await gather(browser, server, `Of ${name}`, [name], {
    origin: wire.origin,
  });
  const [person] = people as [Person];
  const [caller] = callers as [Caller];
  return { person, wire, post: (text: string) => caller.post(channelId, text) };
}

/** Presses the banner's button while the line is cut, and when it is whole again. */
async function retryByHand(person: Person, wire: Wire): Promise<void> {
  const { page } = person;
  let [tries, failures] = [0, 0];
  page.on("websocket", (socket) => {
    tries += 1;
    socket.on("close", () => {
      failures += 1;
    });
  });
  const press = () => page.getByRole("button", { name: "Retry now" }).click();
  // Each pause is twice as long as the one before (limits.ts): now it is longer than `RETRY_MS`.
  await eventually("four tries have failed", () => failures === 4);
  await press();
  await eventually("it is tried again at once", () => tries === 5, RETRY_MS);
  await eventually("that fails too", () => failures === 5);
  wire.mend();
  await press();
  await banner(person).waitFor({ state: "detached", timeout: RETRY_MS });
}

describe.concurrent("the line", () => {
  test("a line that breaks is resumed: what was said meanwhile comes, once and in order", async ({
    onTestFinished,
  }) => {
    const { person, wire, post } = await behindWire("resumer");
    onTestFinished(() => wire.end());
    const bannerAfterMs = await bannerClock(person);
    const said = introductions(person.page);
    await postAll({ post }, numbered("before", 3));
    await person.message("before 03").waitFor();
    wire.cut();
    await postAll({ post }, numbered("between", 5));
    await banner(person).waitFor();
    expect(await bannerAfterMs()).toBeLessThanOrEqual(BANNER_MS);
    wire.mend();
    await isBack(person);
    await postAll({ post }, numbered("after", 3));
    await person.message("after 03").waitFor();
    const all = [...numbered("before", 3), ...numbered("between", 5), ...numbered("after", 3)];
    expect(texts(await shown(person, /(before|between|after) \d\d/))).toEqual(all);
    expect(said).toEqual([6]);
    await leave(person);
  });

  test("whoever presses Retry does not wait for the next try", async ({ onTestFinished }) => {
    const { person, wire, post } = await behindWire("presser");
    onTestFinished(() => wire.end());
    wire.cut();
    await post("unheard");
    await retryByHand(person, wire);
    await person.message("unheard").waitFor();
    await leave(person);
  });

  test("a line that is silent is found by the client's own beat", async ({ onTestFinished }) => {
    const { person, wire, post } = await behindWire("listener");
    onTestFinished(() => wire.end());
    const said = introductions(person.page);
    await post("heard 01");
    await person.message("heard 01").waitFor();
    wire.silence();
    await postAll({ post }, numbered("unheard", 3));
    expect(await person.message("unheard").count()).toBe(0);
    await person.message("unheard 03").waitFor({ timeout: SILENCE_FOUND_MS + BACK_MS });
    expect(texts(await shown(person, /(un)?heard \d\d/))).toEqual(["heard 01", ...numbered("unheard", 3)]);
    expect(said).toEqual([6]);
    await leave(person);
  });

  test("who is offline can write: it waits, and is sent in order when they are back", async () => {
    const { people, callers, channelId } = await gather(browser, server, "Tunnel", ["driver", "friend"]);
    const [driver, friend] = people as [Person, Person];
    const [caller] = callers as [Caller];
    const bannerAfterMs = await bannerClock(driver);
    await driver.page.context().setOffline(true);
    await driver.page.getByText("You are offline").waitFor();
    expect(await bannerAfterMs()).toBeLessThanOrEqual(BANNER_MS);
    for (const text of numbered("waits", 3)) await driver.say(text);
    for (const text of numbered("meanwhile", 2)) await friend.say(text);
    await eventually("what the friend says is sent", async () => {
      const rows = await shown(friend, /meanwhile \d\d/);
      return rows.length === 2 && rows.every(({ grey }) => !grey);
    });
    await driver.message("waits 03").getByText("Waits for a connection").waitFor();
    for (const text of numbered("waits", 3)) expect(await isGrey(driver, text)).toBe(true);
    expect(await driver.message("meanwhile").count()).toBe(0);

    await driver.page.context().setOffline(false);
    await driver.page.getByText("You are offline").waitFor({ state: "detached" });
    const all = [...numbered("meanwhile", 2), ...numbered("waits", 3)];
    for (const person of [driver, friend]) {
      await eventually("each is there once, in one order, and sent", async () => {
        const rows = await shown(person, /(waits|meanwhile) \d\d/);
        return texts(rows).join() === all.join() && rows.every(({ grey }) => !grey);
      });
    }
    expect((await caller.history(channelId, 5)).map(({ content }) => content)).toEqual(all);
    await leave(driver, friend);
  });
});

describe("a server that is killed in the middle of a burst", () => {
  const COUNT = 60;
  /** The burst is well under way; the rest, less than what the queue holds, is written while there is no server. */
  const KILLED_AT = 24;
  const WANTED = /from (anna|beth) \d\d/;

  test("loses nothing that showed as sent, and shows each message once, in one order, to both", async ({
    onTestFinished,
  }) => {
    const mortal = await Server.start();
    onTestFinished(() => mortal.end());
    const { people, callers, channelId } = await gather(browser, mortal, "Storm", ["anna", "beth"]);
    const [anna, beth] = people as [Person, Person];
    const [caller] = callers as [Caller];
    const burst = async (person: Person) => {
      for (const text of numbered(`from ${person.name}`, COUNT)) await person.say(text);
    };
    const kill = async () => {
      await beth.message(`from anna ${KILLED_AT}`).waitFor({ timeout: BACK_MS });
      await mortal.kill();
      await Promise.all([anna, beth].map((person) => banner(person).waitFor({ timeout: BANNER_SEEN_MS })));
    };
    await Promise.all([burst(anna), burst(beth), kill()]);

    const sent = new Set<string>();
    for (const person of [anna, beth]) {
      const rows = await readThrough(person, WANTED);
      const own = rows.filter(({ text }) => text.includes(person.name));
      expect(own).toHaveLength(COUNT);
      expect(own.filter(({ grey }) => grey)).not.toEqual([]);
      for (const { text, grey } of rows) if (!grey) sent.add(text);
    }
    expect(sent.size).toBeGreaterThan(KILLED_AT);

    await mortal.restart();
    await Promise.all([isBack(anna), isBack(beth)]);
    const history = await eventually("all were sent", async () => {
      const all = (await caller.history(channelId, 3 * COUNT)).map(({ content }) => content);
      return all.length >= 2 * COUNT && all;
    });
    expect(new Set(history).size).toBe(2 * COUNT);
    expect(history).toHaveLength(2 * COUNT);
    expect([...sent].filter((text) => !history.includes(text))).toEqual([]);
    for (const person of [anna, beth]) {
      await person.composer.press("Escape");
      const rows = await eventually("nothing is grey any more", async () => {
        const all = await readThrough(person, WANTED);
        return all.every(({ grey }) => !grey) && all.length >= 2 * COUNT && all;
      });
      expect(texts(rows), person.name).toEqual(history);
      const own = texts(rows).filter((text) => text.includes(person.name));
      expect(own).toEqual(numbered(`from ${person.name}`, COUNT));
    }
    await leave(anna, beth);
  });
});
