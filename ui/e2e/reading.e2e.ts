/** What is new, and what was read: on every device and in every tab of a person. */

import { expect, test } from "vitest";
import { eventually } from "./support/eventually.ts";
import { gather, leave } from "./support/gather.ts";
import { browser, house, server } from "./support/house.ts";
import { Person } from "./support/person.ts";
import { type Caller, fill } from "./support/rest.ts";
import { inView } from "./support/shown.ts";

house();

/** A writer who is in #general, and a reader who is in #lounge: on two devices, and in two tabs of the first. */
async function apart(writerName: string, readerName: string) {
  const guild = `${writerName} and ${readerName}`;
  const { people, callers, guildId, channelId } = await gather(browser, server, guild, [
    writerName,
    readerName,
  ]);
  const [writer, first] = people as [Person, Person];
  const [caller, readingCaller] = callers as [Caller, Caller];
  const { id } = await caller.call<{ id: string }>("POST", `/guilds/${guildId}/channels`, {
    name: "lounge",
    type: 0,
  });
  await first.channel("lounge").click();
  const tab = await first.secondTab();
  const device = await Person.withToken(browser, server.origin, readerName, readingCaller);
  for (const { page } of [tab, device]) await page.goto(`/channels/${guildId}/${id}`);
  const places = [first, tab, device];
  for (const { page } of places) await page.getByRole("textbox", { name: "Message #lounge" }).waitFor();
  return { writer, first, tab, device, places, caller, guildId, channelId, loungeId: id };
}

const general = (person: Person, news: string) =>
  person.region("Channels").getByRole("link", { name: `general${news}`, exact: true });

const title = ({ page }: Person, begin: RegExp) =>
  eventually(`a title like ${begin}`, async () => begin.test(await page.title()));

const icon = ({ page }: Person) =>
  page.locator('link[rel="icon"]').evaluate((link) => (link as HTMLLinkElement).href.slice(0, 15));

test("what is new, and who is called, is told everywhere; reading in one place is reading in all", async () => {
  const { writer, first, tab, device, places } = await apart("kurt", "lisa");
  const plain = await icon(first);
  await writer.say("something new");
  for (const place of places) {
    await general(place, ", unread messages").waitFor();
    await title(place, /^• #lounge/);
  }
  await writer.composer.pressSequentially("come here @lis");
  await writer.page.getByRole("option", { name: /lisa/ }).waitFor();
  await writer.composer.press("Enter");
  expect(await writer.composer.inputValue()).toBe("come here @lisa ");
  await writer.composer.press("Enter");
  for (const place of places) {
    await general(place, ", 1 mention").waitFor();
    await place
      .region("Servers")
      .getByRole("link", { name: /, 1 mention$/ })
      .waitFor();
    await title(place, /^\(1\) #lounge/);
    await eventually("the icon has a badge", async () => (await icon(place)) !== plain);
  }

  await general(first, ", 1 mention").click();
  await first.message("come here @lisa").waitFor();
  await first.page.getByText(/^2 new since/).waitFor();
  for (const place of [tab, device]) {
    await general(place, "").waitFor();
    await title(place, /^#lounge/);
    await eventually("the icon is plain", async () => (await icon(place)) === plain);
  }
  await title(first, /^#general/);

  await device.page.reload();
  await general(device, "").waitFor();
  await first.page.reload();
  await first.message("something new").waitFor();
  await first.message("come here @lisa").waitFor();
  await leave(writer, first, device);
});

test("what came while one was away is marked when one comes, wherever one reads it", async () => {
  const { writer, first, tab, device, caller, channelId } = await apart("mona", "nils");
  await tab.page.close();
  await leave(device);
  await fill(caller, channelId, 3, (at) => `while away ${at}`);
  await first.page.reload();
  await general(first, ", unread messages").waitFor();
  await first.page.keyboard.press("Alt+Shift+ArrowUp");
  await first.page.getByRole("textbox", { name: "Message #general" }).waitFor();
  await first.page.getByText(/^3 new since/).waitFor();
  await first.channel("lounge").click();
  await general(first, "").waitFor();

  await general(first, "").click();
  const row = first.message("while away").first();
  await row.hover();
  await row.getByRole("button", { name: "More" }).click();
  await first.page.getByRole("menuitem", { name: "Mark unread from here" }).click();
  await first.channel("lounge").click();
  await general(first, ", unread messages").waitFor();
  await first.page.keyboard.press("Shift+Escape");
  await general(first, "").waitFor();
  await leave(writer, first);
});

test("who reads above is told of what comes below, and Esc goes there", async () => {
  const { people, callers, channelId } = await gather(browser, server, "Tower", ["otto", "pia"]);
  const [otto, pia] = people as [Person, Person];
  await fill(callers[0] as Caller, channelId, 60, (at) => `step ${at}`);
  await pia.composer.press("Escape");
  await eventually("all is there", async () => (await pia.message("step").count()) > 5);
  await pia.message("step").last().hover();
  await pia.page.mouse.wheel(0, -2_000);
  await pia.page.getByText("Older messages", { exact: true }).waitFor();
  await otto.say("below 1");
  await pia.page.getByText("1 new message", { exact: true }).waitFor();
  await otto.say("below 2");
  await pia.page.getByText("2 new messages", { exact: true }).waitFor();
  expect(await pia.message("below").count()).toBe(0);
  await title(pia, /^• #general/);
  await pia.composer.press("Escape");
  await eventually("the end is in view", () => inView(pia.message("below 2")));
  await pia.page.getByText("2 new messages", { exact: true }).waitFor({ state: "detached" });
  await title(pia, /^#general/);
  await leave(otto, pia);
});

test("what is written from within history without a line is told of at once, and leads to the present when it is sent", async () => {
  const { people, callers, channelId, path } = await gather(browser, server, "Annals", ["clio"]);
  const [clio] = people as [Person];
  const [caller] = callers as [Caller];
  await fill(caller, channelId, 250, (at) => `year ${at}.`);
  const [first, second] = await caller.history(channelId, 250);
  await clio.page.goto(`${path}/${first?.id}`);
  const oldest = clio.message(new RegExp(`${first?.content}$`));
  await eventually("the beginning is in view", () => inView(oldest));
  const { page } = clio;
  const offline = async (is: boolean) => {
    await page.context().setOffline(is);
    await page.getByText("You are offline").waitFor({ state: is ? "visible" : "detached" });
  };
  await offline(true);
  await clio.say("written in the past");
  await page.getByText("1 not sent yet", { exact: true }).waitFor();
  expect(await inView(oldest)).toBe(true);
  await offline(false);
  await eventually("it is in view, at the end", () => inView(clio.message("written in the past")));
  await page.getByRole("button", { name: "Jump to present" }).waitFor({ state: "detached" });
  expect((await caller.history(channelId, 1))[0]?.content).toBe("written in the past");

  // Who is offline is not told that a message is gone.
  await page.goto(path);
  await eventually("the end is in view", () => inView(clio.message("written in the past")));
  await caller.post(channelId, "this one answers", { message_reference: { message_id: second?.id } });
  const answer = clio.message("this one answers").getByRole("button", { name: /^Answers/ });
  await answer.waitFor();
  await offline(true);
  await answer.click();
  await page.getByText("This part could not be fetched. Are you online?").waitFor();
  await offline(false);
  await leave(clio);
});
