/** What one writes: how it is sent, refused, kept, changed and taken back. */

import { expect, test } from "vitest";
import { eventually } from "./support/eventually.ts";
import { gather, leave } from "./support/gather.ts";
import { browser, house, server } from "./support/house.ts";
import type { Person } from "./support/person.ts";
import type { Caller } from "./support/rest.ts";
import { isGrey, shown } from "./support/shown.ts";

/** Discord docs, Permissions: SEND_MESSAGES. */
const SEND = String(1 << 11);
/** Where messages are sent to. */
const POSTS = /\/channels\/\d+\/messages$/;

house();

/** One person's browser, in a server of their own with one more member. */
async function alone(name: string) {
  const { people, callers, ...place } = await gather(browser, server, `Of ${name}`, [name]);
  return { ...place, person: people[0] as Person, caller: callers[0] as Caller };
}

const contents = async (caller: Caller, channelId: string) =>
  (await caller.history(channelId, 50)).map(({ content }) => content).filter((content) => content !== "");

test("what was refused is red, and goes on by Retry or away by Delete", async () => {
  const { people, callers, guildId, channelId } = await gather(browser, server, "Strict", ["owner", "guest"]);
  const [owner, guest] = people as [Person, Person];
  const [caller] = callers as [Caller];
  const overwrite = `/channels/${channelId}/permissions/${guildId}`;

  await guest.page.context().setOffline(true);
  await guest.page.getByText("You are offline").waitFor();
  await guest.say("said too late");
  await guest.say("said in vain");
  await caller.call("PUT", overwrite, { type: 0, allow: "0", deny: SEND });
  await guest.page.context().setOffline(false);
  const late = guest.message("said too late");
  const vain = guest.message("said in vain");
  await late.getByText(/^Not sent\. You do not have the permission/).waitFor();
  await vain.getByText(/^Not sent\./).waitFor();
  await guest.page.getByText("You may not write in this channel.").waitFor();

  await caller.call("DELETE", overwrite);
  await guest.composer.waitFor();
  await late.getByRole("button", { name: "Try again" }).click();
  await owner.message("said too late").waitFor();
  await late.getByText(/^Not sent/).waitFor({ state: "detached" });
  await vain.getByRole("button", { name: "Delete" }).click();
  await vain.waitFor({ state: "detached" });
  expect(await contents(caller, channelId)).toEqual(["said too late"]);
  await leave(owner, guest);
});

test("what was not sent survives a reload, and the end of its tab", async () => {
  const { person, caller, channelId, path } = await alone("saver");
  const context = person.page.context();
  await context.route(POSTS, (route) =>
    route.request().method() === "POST" ? route.abort() : route.continue(),
  );
  await person.say("before the reload");
  await person.message("before the reload").waitFor();
  await person.page.reload();
  await person.message("before the reload").waitFor();
  expect(await isGrey(person, "before the reload")).toBe(true);
  const second = await person.secondTab();
  await person.page.close();
  await second.page.goto(path);
  await second.message("before the reload").waitFor();
  expect(await isGrey(second, "before the reload")).toBe(true);
  expect(await contents(caller, channelId)).toEqual([]);

  await context.unroute(POSTS);
  await eventually("it is sent", async () => !(await isGrey(second, "before the reload")));
  expect(await contents(caller, channelId)).toEqual(["before the reload"]);
  expect(await second.message("before the reload").count()).toBe(1);
  await leave(second);
});

test("an answer that is lost makes no second message of what is sent again", async () => {
  const { people, callers, channelId } = await gather(browser, server, "Echo", ["caller", "hearer"]);
  const [caller, hearer] = people as [Person, Person];
  let lose = () => {};
  const isLost = new Promise<void>((done) => {
    lose = done;
  });
  let tries = 0;
  await caller.page.route(POSTS, async (route) => {
    if (route.request().method() === "POST") tries += 1;
    if (tries !== 1) return route.continue();
    await route.fetch();
    await isLost;
    await route.abort("connectionreset");
  });
  await caller.say("only once");
  await caller.say("and then");
  await hearer.message("only once").waitFor();
  await hearer.say("heard it");
  await caller.message("heard it").waitFor();
  // It was told before it is acked: it is the same message.
  expect(await caller.message("only once").count()).toBe(1);
  lose();
  for (const person of people) {
    await eventually("each is there once, in order, and sent", async () => {
      const rows = await shown(person, /only once|heard it|and then/);
      const texts = rows.map(({ text }) => text).join();
      return texts === "only once,heard it,and then" && rows.every(({ grey }) => !grey);
    });
  }
  expect(tries).toBe(3);
  expect(await contents(callers[0] as Caller, channelId)).toEqual(["only once", "heard it", "and then"]);
  await leave(...people);
});

test("Shift+Enter breaks the line, and what is too long is not sent", async () => {
  const { person, caller, channelId } = await alone("writer");
  const { composer, page } = person;
  await composer.pressSequentially("one");
  await composer.press("Shift+Enter");
  await composer.pressSequentially("two");
  await composer.press("Enter");
  await eventually("it is sent", async () => (await contents(caller, channelId)).includes("one\ntwo"));

  await composer.fill("x".repeat(2001));
  await page.getByText("1 character too many").waitFor();
  await expect(page.getByRole("button", { name: "Send", exact: true }).isDisabled()).resolves.toBe(true);
  await composer.press("Enter");
  expect((await composer.inputValue()).length).toBe(2001);
  await composer.press("Backspace");
  await page.getByText("0 characters left").waitFor();
  await composer.press("Enter");
  await eventually("the longest is sent", async () => (await contents(caller, channelId)).length === 2);
  await leave(person);
});

test("deleting asks, Shift+Delete does not, and an edit that leaves nothing asks too", async () => {
  const { person, caller, channelId } = await alone("remover");
  const { page } = person;
  for (const text of ["first", "second", "third"]) await person.say(text);
  await eventually("they are sent", async () => (await contents(caller, channelId)).length === 3);
  const dialog = page.getByRole("dialog", { name: "Delete this message?" });

  await person.message("first").hover();
  await person.message("first").getByRole("button", { name: "Delete" }).click();
  await dialog.getByText("first").waitFor();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await dialog.waitFor({ state: "detached" });
  await person.message("first").hover();
  await person.message("first").getByRole("button", { name: "Delete" }).click();
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await person.message("first").waitFor({ state: "detached" });

  await person.composer.focus();
  await page.keyboard.press("Shift+F6");
  await eventually("a row has the focus", () =>
    page.evaluate(() => document.activeElement?.tagName === "ARTICLE"),
  );
  await page.keyboard.press("Shift+Delete");
  await person.message("third").waitFor({ state: "detached" });
  expect(await dialog.count()).toBe(0);

  await person.composer.press("ArrowUp");
  const editor = page.getByRole("textbox", { name: "Edit message" });
  await expect(editor.inputValue()).resolves.toBe("second");
  await editor.fill("");
  await editor.press("Enter");
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await person.message("second").waitFor({ state: "detached" });
  expect(await contents(caller, channelId)).toEqual([]);
  await leave(person);
});

test("a draft waits in its channel, and others see who is typing", async () => {
  const { people, callers, guildId, channelId } = await gather(browser, server, "Drafts", [
    "drafter",
    "watcher",
  ]);
  const [drafter, watcher] = people as [Person, Person];
  await (callers[0] as Caller).call("POST", `/guilds/${guildId}/channels`, { name: "other", type: 0 });
  await drafter.composer.pressSequentially("half a thou");
  await watcher.page.getByText("drafter is typing").waitFor();
  await drafter.channel("other").click();
  await drafter.page.getByRole("textbox", { name: "Message #other" }).waitFor();
  expect(await drafter.composer.inputValue()).toBe("");
  await drafter.channel("general").click();
  await drafter.page.getByRole("textbox", { name: "Message #general" }).waitFor();
  expect(await drafter.composer.inputValue()).toBe("half a thou");
  await drafter.composer.press("Enter");
  await watcher.message("half a thou").waitFor();
  await watcher.page.getByText("drafter is typing").waitFor({ state: "detached" });

  await drafter.composer.press("ArrowUp");
  const editor = drafter.page.getByRole("textbox", { name: "Edit message" });
  await editor.fill("half a thought");
  await drafter.channel("other").click();
  await drafter.page.getByRole("textbox", { name: "Message #other" }).waitFor();
  await drafter.channel("general").click();
  await editor.waitFor();
  expect(await editor.inputValue()).toBe("half a thought");
  await drafter.composer.press("ArrowUp");
  expect(await editor.evaluate((field) => field === document.activeElement)).toBe(true);
  const [last] = await (callers[0] as Caller).history(channelId, 1);
  await (callers[0] as Caller).call("DELETE", `/channels/${channelId}/messages/${last?.id}`);
  await editor.waitFor({ state: "detached" });
  await eventually("the composer has the focus", () =>
    drafter.composer.evaluate((field) => field === document.activeElement),
  );
  await leave(drafter, watcher);
});

test("`:` and `#` are completed by key", async () => {
  const { person, caller, channelId } = await alone("typist");
  const { composer, page } = person;
  const options = page.getByRole("listbox", { name: "Suggestions" }).getByRole("option");
  await composer.pressSequentially("look :rocke");
  await options.filter({ hasText: ":rocket:" }).waitFor();
  await composer.press("Tab");
  await composer.pressSequentially("in #gene");
  await options.filter({ hasText: "general" }).waitFor();
  await composer.press("Enter");
  expect(await composer.inputValue()).toBe("look 🚀 in #general ");
  await composer.press("Enter");
  await eventually("it is sent", async () =>
    (await contents(caller, channelId)).includes(`look 🚀 in <#${channelId}>`),
  );
  await person.message("look").getByRole("button", { name: "#general" }).waitFor();
  await leave(person);
});

test("markdown is drawn, markup is text, and nothing that is shown calls another host", async () => {
  const { person, caller, guildId, channelId } = await alone("stylist");
  const { page } = person;
  await person.say(
    '**bold** ||the butler|| <script>alert(1)</script><img src="https://elsewhere.test/x.png">',
  );
  const row = person.message("bold");
  await row.locator("strong", { hasText: "bold" }).waitFor();
  await row.getByText('<script>alert(1)</script><img src="https://elsewhere.test/x.png">').waitFor();
  const spoiler = row.getByRole("button", { name: "Spoiler, show it" });
  await spoiler.press("Enter");
  await spoiler.waitFor({ state: "detached" });
  await row.getByText("the butler").waitFor();

  await person.composer.fill("```js\nconst answer = 42;\n```");
  await person.composer.press("Enter");
  const code = person.message("const answer");
  await code.getByRole("button", { name: "Copy code" }).click();
  const copied = await eventually("it is copied", () => page.evaluate(() => navigator.clipboard.readText()));
  expect(copied).toBe("const answer = 42;");

  const bot = await caller.bot(guildId, "Carder");
  await bot.post(channelId, "", {
    embeds: [
      {
        title: "A card",
        description: "with **text**",
        image: { url: "https://elsewhere.test/picture.png" },
        thumbnail: { url: "https://elsewhere.test/small.png" },
      },
    ],
  });
  const card = page.getByRole("region", { name: "Embed: A card" });
  await card.locator("strong", { hasText: "text" }).waitFor();
  await card.getByRole("link", { name: "Image: elsewhere.test" }).waitFor();
  expect(await card.locator("img").count()).toBe(0);
  await leave(person);
});
