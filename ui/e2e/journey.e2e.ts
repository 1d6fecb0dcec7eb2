/** Two people and a bot, from the first page on. */

import { EmbedBuilder, type Message } from "discord.js";
import { expect, test } from "vitest";
import { startBot } from "./support/bot.ts";
import { eventually } from "./support/eventually.ts";
import { gather, leave } from "./support/gather.ts";
import { browser, house, server } from "./support/house.ts";
import { Person } from "./support/person.ts";
import { type Caller, fill } from "./support/rest.ts";
import { inView, isGrey, shown } from "./support/shown.ts";

house();

const two = async (guild: string, names: readonly [string, string]) => {
  const { people, callers, ...place } = await gather(browser, server, guild, names);
  return { ...place, people: people as [Person, Person], callers: callers as [Caller, Caller] };
};

test("a stranger registers, creates a server, and another follows a link into it", async () => {
  const ada = await Person.arrive(browser, server.origin, "ada");
  await ada.page.goto("/");
  await ada.page.getByRole("link", { name: "Create your account" }).click();
  await ada.register();
  await ada.page.getByRole("button", { name: "Create a server" }).click();
  await ada.page.getByLabel("Name of the server").fill("Lovelace");
  await ada.page.getByRole("button", { name: "Create", exact: true }).click();
  await ada.composer.waitFor();
  await ada.say("Hello **world**");

  await ada.page.getByRole("button", { name: "Menu of Lovelace" }).click();
  await ada.page.getByRole("menuitem", { name: "Invite people" }).click();
  const dialog = ada.page.getByRole("dialog", { name: "Invite people to Lovelace" });
  const link = dialog.getByLabel("Invite link");
  const made = () =>
    eventually("there is a link", async () => /\/invite\/\w+$/.test(await link.inputValue()));
  await made();
  const unlimited = await link.inputValue();
  await dialog.getByLabel("For how many").selectOption("1 person");
  await dialog.getByLabel("Expires after").selectOption("30 minutes");
  await eventually("there is another link", async () => (await link.inputValue()) !== unlimited);
  await made();
  await dialog.getByRole("button", { name: "Copy" }).click();
  await dialog.getByRole("button", { name: "Copied" }).waitFor();
  const copied = await ada.page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(await link.inputValue());
  await dialog.getByRole("button", { name: "Done" }).click();

  const bob = await Person.arrive(browser, server.origin, "bob");
  await bob.page.goto(copied);
  await bob.page.getByRole("heading", { name: "ada invites you to Lovelace" }).waitFor();
  await bob.page.getByText(/^This invitation ends in .*minutes\.$/).waitFor();
  await bob.page.getByRole("link", { name: "Create account" }).click();
  await bob.register();
  await bob.message("Hello world").waitFor();
  await ada.region("Members").getByRole("button", { name: "bob" }).waitFor();
  await bob.say("Hello Ada");
  await ada.message("Hello Ada").waitFor();
  await ada.page.reload();
  await ada.message("Hello Ada").waitFor();
  expect((await shown(ada, /Hello \w*/)).map(({ text }) => text)).toEqual(["Hello ", "Hello Ada"]);
  await leave(ada, bob);
});

test("one's own message is there at once, and grey until the server has it", async () => {
  const { people } = await two("Grey", ["carl", "dora"]);
  const [carl, dora] = people;
  let letGo = () => {};
  const gate = new Promise<void>((open) => {
    letGo = open;
  });
  await carl.page.route(/\/channels\/\d+\/messages$/, async (route) => {
    if (route.request().method() === "POST") await gate;
    await route.continue();
  });
  await carl.say("held back");
  await carl.message("held back").waitFor();
  expect(await isGrey(carl, "held back")).toBe(true);
  await dora.say("overtakes it");
  await carl.message("overtakes it").waitFor();
  letGo();
  await dora.message("held back").waitFor();
  for (const person of people) {
    await eventually("one order, and nothing is grey", async () => {
      const rows = await shown(person, /held back|overtakes it/);
      const texts = rows.map(({ text }) => text).join();
      return texts === "overtakes it,held back" && rows.every(({ grey }) => !grey);
    });
  }
  await leave(...people);
});

test("the last message is edited by ↑, and a reply leads to what it answers", async () => {
  const { people, callers, channelId, path } = await two("Talk", ["emil", "fay"]);
  const [emil, fay] = people;
  await emil.say("the query");
  await eventually("it is sent", async () => !(await isGrey(emil, "the query")));
  await emil.composer.press("ArrowUp");
  const editor = emil.page.getByRole("textbox", { name: "Edit message" });
  await editor.fill("the question");
  await editor.press("Enter");
  await editor.waitFor({ state: "detached" });
  const question = fay.message("the question");
  await question.getByText("(edited)").waitFor();

  await question.hover();
  await question.getByRole("button", { name: "Reply" }).click();
  await fay.page.getByText("Replying to emil").waitFor();
  await fill(callers[0], channelId, 60, (at) => `something else ${at}`);
  await fay.say("the answer");
  const answer = emil.message("the answer");
  await answer.waitFor();
  const asked = emil.message("the question").filter({ hasNotText: "the answer" });
  await eventually("what it answers is far above", async () => {
    return (await asked.count()) === 0 || !(await inView(asked));
  });
  await answer.getByRole("button", { name: /Answers emil the question/ }).click();
  await eventually(
    "what it answers is in view",
    async () => (await asked.count()) > 0 && (await inView(asked)),
  );
  await emil.page.getByRole("button", { name: "Jump to present" }).click();
  await eventually("the end is in view", async () => (await answer.count()) > 0 && (await inView(answer)));

  const [first] = (await callers[0].history(channelId, 50)).slice(0, 1);
  const link = `${server.origin}${path}/${first?.id}`;
  await fay.say(link);
  await emil.message(link).getByRole("link").click();
  await emil.page.waitForURL(link);
  expect(emil.page.context().pages()).toHaveLength(1);
  await leave(...people);
});

test("a reaction that is picked counts on both sides, and is joined and taken back by a press", async () => {
  const { people } = await two("Cheers", ["gus", "hana"]);
  const [gus, hana] = people;
  await gus.say("we won");
  const row = hana.message("we won");
  await row.click({ button: "right" });
  await hana.page.getByRole("menuitem", { name: "Add a reaction" }).click();
  const search = hana.page.getByRole("searchbox", { name: "Search emoji" });
  await eventually("the picker is in view", () => inView(search));
  await search.fill("party popper");
  await hana.page.getByRole("gridcell", { name: "Party popper" }).first().waitFor();
  await search.press("Enter");
  const reaction = (person: Person, count: string) =>
    person.message("we won").getByRole("button", { name: `🎉, ${count}` });
  for (const person of people) await reaction(person, "1 reaction").waitFor();
  expect(await reaction(hana, "1 reaction").getAttribute("aria-pressed")).toBe("true");
  await reaction(gus, "1 reaction").click();
  for (const person of people) await reaction(person, "2 reactions").waitFor();
  await reaction(gus, "2 reactions").click();
  for (const person of people) await reaction(person, "1 reaction").waitFor();
  await leave(...people);
});

test("a bot is created, added to the server, and answers with a card", async () => {
  const { people } = await two("Robots", ["ivan", "jane"]);
  const [ivan, jane] = people;
  const token = await createBot(ivan, "Pinger", "Robots");
  let answer: Message | undefined;
  const bot = await startBot(server.origin, token, async (message) => {
    if (message.content !== "!ping") return;
    const embed = new EmbedBuilder().setTitle("Pong").setDescription("after **1** ms");
    answer = await message.reply({ embeds: [embed] });
  });
  await jane.say("!ping");
  for (const person of people) {
    const card = person.page.getByRole("region", { name: "Embed: Pong" });
    await card.locator("strong", { hasText: "1" }).waitFor();
    await person
      .region("Members")
      .getByRole("button", { name: /Pinger.*Bot/i })
      .waitFor();
  }
  const sent = await eventually("the bot knows its answer", () => answer);
  await sent.edit({ content: "Pong it was", embeds: [] });
  for (const person of people) {
    await person.message("Pong it was").getByText("(edited)").waitFor();
    await person.page.getByRole("region", { name: "Embed: Pong" }).waitFor({ state: "detached" });
  }
  await sent.delete();
  for (const person of people) await person.message("Pong it was").waitFor({ state: "detached" });
  await bot.destroy();
  await leave(...people);
});

/** By the pages of the settings; returns the token. */
async function createBot({ page, composer }: Person, name: string, guild: string): Promise<string> {
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByRole("link", { name: "Bots" }).click();
  await page.getByRole("button", { name: "Create a bot" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill(name);
  await page.getByRole("dialog").getByRole("button", { name: "Create" }).click();
  const shownOnce = page.getByRole("dialog", { name: `The token of ${name}` });
  const token = await shownOnce.getByLabel("Token", { exact: true }).inputValue();
  await shownOnce.getByRole("button", { name: "Copy" }).click();
  await shownOnce.getByRole("button", { name: "Copied" }).waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(token);
  await shownOnce.getByRole("button", { name: "I have it" }).click();
  await page.reload();
  await page.getByRole("button", { name: "Add to a server" }).click();
  expect(await page.content()).not.toContain(token);
  const dialog = page.getByRole("dialog", { name: `Add ${name} to a server` });
  await dialog.getByLabel("Server", { exact: true }).selectOption({ label: guild });
  await dialog.getByRole("button", { name: "Add" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Close settings" }).click();
  await composer.waitFor();
  return token;
}
