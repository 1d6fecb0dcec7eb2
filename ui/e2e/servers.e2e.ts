/** Servers, channels and members: made, changed, and gone. */

import { expect, test } from "vitest";
import { gather, leave } from "./support/gather.ts";
import { browser, house, server } from "./support/house.ts";
import type { Person } from "./support/person.ts";
import type { Caller } from "./support/rest.ts";

/** Discord docs, Permissions: VIEW_CHANNEL. */
const VIEW = String(1 << 10);
/** VIEW_CHANNEL, SEND_MESSAGES and READ_MESSAGE_HISTORY, but no CREATE_INSTANT_INVITE. */
const WITHOUT_INVITES = String((1 << 10) | (1 << 11) | (1 << 16));

house();

const menuOf = async ({ page }: Person, button: string, item: string) => {
  await page.getByRole("button", { name: button }).click();
  await page.getByRole("menuitem", { name: item }).click();
};

const contextMenuOf = async (person: Person, entry: string, item: string) => {
  await person.region("Channels").getByText(entry, { exact: true }).click({ button: "right" });
  await person.page.getByRole("menuitem", { name: item }).click();
};

test("channels and categories are made, renamed and deleted, and others see it", async () => {
  const { people } = await gather(browser, server, "Works", ["maker", "onlooker"]);
  const [maker, onlooker] = people as [Person, Person];
  const { page } = maker;
  const dialog = page.getByRole("dialog");

  await menuOf(maker, "Menu of Works", "Create a category");
  await dialog.getByLabel("Name").fill("Plans");
  await dialog.getByRole("button", { name: "Create" }).click();
  const category = (person: Person) => person.region("Channels").getByRole("region", { name: "Plans" });
  await category(onlooker).waitFor();

  await page.getByRole("button", { name: "Create a channel in Plans" }).click();
  await dialog.getByLabel("Name").fill("Big Ideas");
  expect(await dialog.getByLabel("Name").inputValue()).toBe("big-ideas");
  await dialog.getByLabel("Topic").fill("What nobody dared yet");
  await dialog.getByRole("button", { name: "Create" }).click();
  await page.getByRole("textbox", { name: "Message #big-ideas" }).waitFor();
  await page.getByRole("button", { name: "What nobody dared yet" }).waitFor();
  await category(onlooker).getByRole("link", { name: "big-ideas" }).click();
  await onlooker.page.getByRole("textbox", { name: "Message #big-ideas" }).waitFor();

  await contextMenuOf(maker, "big-ideas", "Edit the channel");
  await dialog.getByLabel("Name").fill("small-ideas");
  await dialog.getByRole("button", { name: "Save" }).click();
  await onlooker.page.getByRole("textbox", { name: "Message #small-ideas" }).waitFor();

  await contextMenuOf(maker, "small-ideas", "Delete the channel");
  await dialog.getByRole("button", { name: "Delete" }).click();
  for (const person of [maker, onlooker]) {
    await person.channel("small-ideas").waitFor({ state: "detached" });
    await person.page.getByRole("heading", { name: "This channel is not here" }).waitFor();
  }
  await contextMenuOf(maker, "Plans", "Delete the category");
  await dialog.getByRole("button", { name: "Delete" }).click();
  await category(onlooker).waitFor({ state: "detached" });

  await contextMenuOf(maker, "general", "Delete the channel");
  await dialog.getByRole("button", { name: "Delete" }).click();
  const none = (person: Person) => person.region("Messages").getByRole("heading", { name: /^No channel/ });
  await none(onlooker).waitFor();
  await none(maker).waitFor();
  const create = (person: Person) =>
    person.region("Messages").getByRole("button", { name: "Create a channel" });
  expect(await create(onlooker).count()).toBe(0);
  await create(maker).click();
  await dialog.getByLabel("Name").fill("anew");
  await dialog.getByRole("button", { name: "Create" }).click();
  await page.getByRole("textbox", { name: "Message #anew" }).waitFor();
  await leave(maker, onlooker);
});

test("where nobody has written yet, whoever may is offered to ask people in", async () => {
  const { people, callers, guildId } = await gather(browser, server, "Echoes", ["host", "shy"]);
  const [host, shy] = people as [Person, Person];
  const [caller] = callers as [Caller];
  await caller.call("POST", `/guilds/${guildId}/channels`, { name: "hollow", type: 0 });
  const invite = (person: Person) => person.region("Messages").getByRole("button", { name: "Invite people" });
  for (const person of [host, shy]) {
    await person.channel("hollow").click();
    await invite(person).waitFor();
  }
  await caller.call("PATCH", `/guilds/${guildId}/roles/${guildId}`, { permissions: WITHOUT_INVITES });
  await invite(shy).waitFor({ state: "detached" });
  await shy.region("Messages").getByRole("heading", { name: "Welcome to #hollow" }).waitFor();

  await invite(host).click();
  const dialog = host.page.getByRole("dialog", { name: "Invite people to Echoes" });
  await dialog.getByText("lands in #hollow").waitFor();
  await host.page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await host.say("Is anybody here?");
  await invite(host).waitFor({ state: "detached" });
  await leave(host, shy);
});

test("a collapsed category stays so after a reload", async () => {
  const { people, callers, guildId } = await gather(browser, server, "Folds", ["folder"]);
  const [folder] = people as [Person];
  const [caller] = callers as [Caller];
  const { id } = await caller.call<{ id: string }>("POST", `/guilds/${guildId}/channels`, {
    name: "Attic",
    type: 4,
  });
  await caller.call("POST", `/guilds/${guildId}/channels`, { name: "boxes", type: 0, parent_id: id });
  const attic = folder.region("Channels").getByRole("button", { name: "Attic", exact: true });
  await folder.channel("boxes").waitFor();
  await attic.click();
  await folder.channel("boxes").waitFor({ state: "detached" });
  await folder.page.reload();
  await attic.waitFor();
  expect(await attic.getAttribute("aria-expanded")).toBe("false");
  expect(await folder.channel("boxes").count()).toBe(0);
  await attic.click();
  await folder.channel("boxes").waitFor();
  await leave(folder);
});

test("a channel that is hidden while one is in it goes, and the page with it", async () => {
  const { people, callers, guildId } = await gather(browser, server, "Veils", ["veiler", "veiled"]);
  const [, veiled] = people as [Person, Person];
  const [caller] = callers as [Caller];
  const { id } = await caller.call<{ id: string }>("POST", `/guilds/${guildId}/channels`, {
    name: "secret",
    type: 0,
  });
  await veiled.channel("secret").click();
  await veiled.page.getByRole("textbox", { name: "Message #secret" }).waitFor();
  const overwrite = `/channels/${id}/permissions/${guildId}`;
  await caller.call("PUT", overwrite, { type: 0, allow: "0", deny: VIEW });
  await veiled.channel("secret").waitFor({ state: "detached" });
  await veiled.page.getByRole("heading", { name: "This channel is not here" }).waitFor();
  await veiled.page.getByRole("button", { name: "Go to #general" }).click();
  await veiled.page.getByRole("textbox", { name: "Message #general" }).waitFor();
  await caller.call("DELETE", overwrite);
  await veiled.channel("secret").waitFor();
  await leave(...people);
});

test("a server is renamed, left by its guest, and deleted by whoever types its name", async () => {
  const { people } = await gather(browser, server, "Brief", ["boss", "guest"]);
  const [boss, guest] = people as [Person, Person];
  const dialog = boss.page.getByRole("dialog");
  await menuOf(boss, "Menu of Brief", "Rename the server");
  await dialog.getByLabel("Name of the server").fill("Briefer");
  await dialog.getByRole("button", { name: "Save" }).click();
  await guest.page.getByRole("button", { name: "Menu of Briefer" }).waitFor();

  await menuOf(guest, "Menu of Briefer", "Leave the server");
  await guest.page.getByRole("dialog").getByRole("button", { name: "Leave" }).click();
  await guest.page.getByRole("heading", { name: "Your tower is quiet" }).waitFor();
  await boss.region("Members").getByRole("button", { name: "guest" }).waitFor({ state: "detached" });

  await menuOf(boss, "Menu of Briefer", "Delete the server");
  await dialog.getByLabel("Name of the server").fill("Brief");
  await dialog.getByRole("button", { name: "Delete the server" }).click();
  await dialog.getByText("That is not its name.").waitFor();
  await dialog.getByLabel("Name of the server").fill("Briefer");
  await dialog.getByRole("button", { name: "Delete the server" }).click();
  await boss.page.getByRole("heading", { name: "Your tower is quiet" }).waitFor();
  await leave(boss, guest);
});

test("who is removed is told so, and goes on in another server", async () => {
  const { people, callers, guildId } = await gather(browser, server, "Strict club", ["bouncer", "bounced"]);
  const [, bounced] = people as [Person, Person];
  const [bouncer, caller] = callers as [Caller, Caller];
  await caller.guild("Home");
  await bounced.region("Servers").getByRole("link", { name: "Home" }).waitFor();
  await bouncer.call("DELETE", `/guilds/${guildId}/members/${caller.userId}`);
  await bounced.page.getByText("You are no longer in Strict club").waitFor();
  await bounced.page.getByRole("button", { name: "Menu of Home" }).waitFor();
  await bounced.composer.waitFor();
  expect(await bounced.region("Servers").getByRole("listitem").count()).toBe(1);
  await leave(...people);
});

test("the member list shows who is there, and who has gone", async () => {
  const { people } = await gather(browser, server, "Roll", ["stays", "goes"]);
  const [stays, goes] = people as [Person, Person];
  const line = stays.region("Members").getByRole("button", { name: /goes|Gone Girl/ });
  await line.getByRole("img", { name: "Online" }).waitFor();
  await stays.region("Members").getByRole("heading", { name: "Online – 2" }).waitFor();
  await goes.page.goto("/settings/account");
  await goes.page.getByLabel("Display name").fill("Gone Girl");
  await goes.page.getByRole("button", { name: "Save" }).click();
  await stays.region("Members").getByRole("button", { name: "Gone Girl" }).waitFor();
  await leave(goes);
  await line.getByRole("img", { name: "Offline" }).waitFor();
  await stays.region("Members").getByRole("heading", { name: "Offline – 1" }).waitFor();
  await line.click();
  await stays.page.getByRole("dialog", { name: "Profile of Gone Girl" }).waitFor();
  await leave(stays);
});
