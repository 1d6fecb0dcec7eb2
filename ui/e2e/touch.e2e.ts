/** On a phone: a finger, and a window where little is in view. */

import { test } from "vitest";
import { eventually } from "./support/eventually.ts";
import { gather, leave } from "./support/gather.ts";
import { browser, house, server } from "./support/house.ts";
import type { Person } from "./support/person.ts";
import type { Caller } from "./support/rest.ts";
import { inView } from "./support/shown.ts";

const PHONE = { width: 360, height: 740, touch: true };

house();

test("what a long press opens is there when the finger has left", async () => {
  const { people, callers, channelId } = await gather(browser, server, "Fingers", ["thumb"], PHONE);
  const [thumb] = people as [Person];
  const [caller] = callers as [Caller];
  await caller.post(channelId, "press me");
  const message = thumb.message("press me");
  await message.waitFor();
  const box = await message.boundingBox();
  if (!box) throw new Error("it has no place");
  const finger = await thumb.page.context().newCDPSession(thumb.page);
  const touchPoints = [{ x: box.x + 80, y: box.y + 20 }];
  /** Stays on the message until the menu is there. */
  const longPress = async (chosen: string) => {
    await finger.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints });
    const item = thumb.page.getByRole("menuitem", { name: chosen });
    await item.waitFor();
    await finger.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    await item.tap();
    await item.waitFor({ state: "detached" });
  };
  await longPress("Copy text");
  // It is copied once the focus is back on the message.
  const copied = () => thumb.page.evaluate(() => navigator.clipboard.readText());
  await eventually("the text is copied", async () => (await copied()) === "press me");

  await longPress("Add a reaction");
  const search = thumb.page.getByRole("searchbox", { name: "Search emoji" });
  await search.waitFor();
  await eventually("the picker is in view", () => inView(search));
  await search.fill("bell");
  await thumb.page.getByRole("gridcell").first().tap();
  await message.getByRole("button", { name: /1 reaction$/ }).waitFor();
  await leave(thumb);
});

test("a channel opens with what is new in view, near its end too", async () => {
  const { people, callers, channelId, path } = await gather(
    browser,
    server,
    "Heights",
    ["reader", "writer"],
    PHONE,
  );
  const [reader, writer] = people as [Person, Person];
  const [caller, other] = callers as [Caller, Caller];
  const fields = Array.from({ length: 4 }, (_, at) => ({ name: `Field ${at}`, value: "one\ntwo" }));
  let read = "";
  for (let at = 0; at < 5; at += 1) {
    read = await other.post(channelId, "", { embeds: [{ title: `Card ${at}`, fields }] });
  }
  await caller.call("POST", `/channels/${channelId}/messages/${read}/ack`);
  await reader.page.goto("/settings/account");
  await other.post(channelId, "the first that is new");
  await other.post(channelId, "the last that is new");
  await reader.page.goto(path);
  for (const text of ["the first that is new", "the last that is new"]) {
    await eventually(`${text} is in view`, () => inView(reader.message(text)));
  }
  await leave(reader, writer);
});

test("Enter breaks the line on the screen's keyboard; the buttons send and save", async () => {
  const { people, callers, channelId } = await gather(browser, server, "Thumbs", ["typist"], PHONE);
  const [typist] = people as [Person];
  const [caller] = callers as [Caller];
  const { page, composer } = typist;
  const isSent = (content: string) =>
    eventually(
      `${content} is sent`,
      async () => (await caller.history(channelId, 1))[0]?.content === content,
    );
  await composer.pressSequentially("one");
  await composer.press("Enter");
  await composer.pressSequentially("two");
  await page.getByRole("button", { name: "Send", exact: true }).tap();
  await isSent("one\ntwo");
  await composer.press("ArrowUp");
  const editor = page.getByRole("textbox", { name: "Edit message" });
  await editor.press("Enter");
  await editor.pressSequentially("three");
  await page.getByRole("button", { name: "Save" }).tap();
  await editor.waitFor({ state: "detached" });
  await isSent("one\ntwo\nthree");
  await leave(typist);
});
