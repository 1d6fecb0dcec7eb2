/** Who has no mouse comes everywhere and sees where they are; who listens is told what others see. */

import { expect, test } from "vitest";
import type { Page } from "./support/browser.ts";
import { eventually } from "./support/eventually.ts";
import { focusOf, tabTo } from "./support/focus.ts";
import { gather, leave } from "./support/gather.ts";
import { browser, house, server } from "./support/house.ts";
import { Person } from "./support/person.ts";
import { Caller, fill } from "./support/rest.ts";
import { addMember } from "./support/stage.ts";

house();

/** What has the focus is called `name`, and one sees it. */
const focused = (page: Page, name: string | RegExp) =>
  eventually(`the focus is on ${name}`, async () => {
    const focus = await focusOf(page);
    return (typeof name === "string" ? focus.name === name : name.test(focus.name)) && focus.isSeen;
  }).catch(async (error) => {
    throw new Error(`${error.message}; it is on ${JSON.stringify(await focusOf(page))}`);
  });

const press = async (page: Page, ...keys: readonly string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};

const write = async (page: Page, text: string) => {
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
};

/** The same person where no browser is needed. */
async function callerOf({ page }: Person): Promise<Caller> {
  const login = await page.evaluate(() => localStorage.getItem("belfry.login") ?? "");
  const { token, userId } = JSON.parse(login) as { token: string; userId: string };
  return new Caller(server.origin, userId, token);
}

const placeOf = (page: Page) => {
  const [, , guildId = "", channelId = ""] = new URL(page.url()).pathname.split("/");
  return { guildId, channelId };
};

test("from the registration to a reply, a reaction, an edit and a deletion without a mouse", async () => {
  const alma = await Person.arrive(browser, server.origin, "alma");
  await registerByKeys(alma);
  await makePlaceByKeys(alma);
  await write(alma.page, "The hour is near");
  await alma.message("The hour is near").waitFor();
  const caller = await callerOf(alma);
  const { channelId } = placeOf(alma.page);
  const friend = await addMember(server.origin, await caller.invite(channelId), "friend");
  const questionId = await friend.post(channelId, "Who rings today?");
  await alma.message("Who rings today?").waitFor();

  await replyByKeys(alma);
  await eventually("the reply is there for others", async () => {
    const messages = await friend.call<{ content: string; message_reference?: { message_id: string } }[]>(
      "GET",
      `/channels/${channelId}/messages`,
    );
    const reply = messages.find(({ content }) => content === "I do");
    return reply?.message_reference?.message_id === questionId;
  });
  await reactByKeys(alma);
  await editByKeys(alma);
  await deleteByKeys(alma);
  await leave(alma);
});

async function registerByKeys({ page }: Person): Promise<void> {
  await page.goto("/");
  await page.getByRole("heading", { name: "Welcome back" }).waitFor();
  await tabTo(page, "Create your account");
  await press(page, "Enter");
  await focused(page, "User name");
  await page.keyboard.type("alma");
  await tabTo(page, "Password");
  await write(page, "correct horse battery");
  await page.getByRole("heading", { name: "Your tower is quiet" }).waitFor();
}

async function makePlaceByKeys({ page }: Person): Promise<void> {
  await tabTo(page, "Create a server");
  await press(page, "Enter");
  await focused(page, "Name of the server");
  await press(page, "Control+A");
  await write(page, "Almanac");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.getByRole("heading", { name: "Welcome to #general" }).waitFor();
  await focused(page, "Message #general");

  await press(page, "Shift+F6", "Shift+F6");
  await focused(page, "general");
  await tabTo(page, "Menu of Almanac", "Shift+Tab");
  await press(page, "Enter");
  for (const item of ["Mark as read", "Invite people", "Create a channel"]) {
    await focused(page, item);
    if (item !== "Create a channel") await press(page, "ArrowDown");
  }
  await press(page, "Enter");
  await focused(page, "Name");
  await write(page, "bells");
  await focused(page, "Message #bells");
}

async function replyByKeys({ page }: Person): Promise<void> {
  await press(page, "Shift+Tab");
  await focused(page, /^friend, .*Who rings today\?$/);
  await press(page, "ArrowUp");
  await focused(page, /^alma, .*The hour is near$/);
  await press(page, "ArrowDown");
  await focused(page, /^friend, .*Who rings today\?$/);
  await press(page, "r");
  await focused(page, "Message #bells");
  await page.getByText("Replying to friend").waitFor();
  await write(page, "I do");
}

async function reactByKeys({ page }: Person): Promise<void> {
  await press(page, "Shift+F6");
  await focused(page, /I do$/);
  await press(page, "ArrowUp");
  await focused(page, /Who rings today\?$/);
  await press(page, "ArrowDown");
  await focused(page, /I do$/);
  await press(page, "G");
  await focused(page, /Who rings today\?$/);
  await press(page, "+");
  await focused(page, "Search emoji");
  await page.keyboard.type("party popper");
  await page.getByRole("gridcell", { name: "Party popper" }).first().waitFor();
  await press(page, "Enter");
  await page.getByRole("button", { name: "🎉, 1 reaction" }).waitFor();
  await focused(page, "Message #bells");
}

async function editByKeys(alma: Person): Promise<void> {
  const { page } = alma;
  await press(page, "ArrowUp");
  await focused(page, "Edit message");
  await write(page, "!");
  await alma.message("I do!").waitFor();
  await focused(page, "Message #bells");
}

async function deleteByKeys(alma: Person): Promise<void> {
  const { page } = alma;
  await press(page, "Shift+F6");
  await focused(page, /I do!/);
  await press(page, "Delete");
  const question = page.getByRole("dialog", { name: "Delete this message?" });
  await question.waitFor();
  if ((await focusOf(page)).name !== "Delete") await tabTo(page, "Delete");
  await press(page, "Enter");
  await question.waitFor({ state: "detached" });
  await alma.message("I do!").waitFor({ state: "detached" });
  await focused(page, "Message #bells");
}

test("channels are changed, the help is opened, and Esc ends one thing after the other", async () => {
  const { people, callers, guildId } = await gather(browser, server, "Order", ["berta", "silent"]);
  const [berta, silent] = people as [Person, Person];
  await leave(silent);
  const { page } = berta;
  const [caller, other] = callers as [Caller, Caller];
  const { channelId } = placeOf(page);
  await caller.call("POST", `/guilds/${guildId}/channels`, { name: "below", type: 0 });
  await other.post(channelId, "Something to answer");
  await berta.message("Something to answer").waitFor();
  await berta.channel("below").waitFor();

  await press(page, "Alt+ArrowDown");
  await focused(page, "Message #below");
  await press(page, "Alt+ArrowUp");
  await focused(page, "Message #general");
  await press(page, "Control+/");
  const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await help.waitFor();
  await press(page, "Escape");
  await help.waitFor({ state: "detached" });
  await focused(page, "Message #general");

  const replying = page.getByText("Replying to silent");
  await press(page, "Shift+F6");
  await focused(page, /Something to answer$/);
  await press(page, "r");
  await replying.waitFor();
  await tabTo(page, "Insert an emoji");
  await press(page, "Enter");
  await focused(page, "Search emoji");
  await press(page, "Escape");
  await page.getByRole("searchbox").waitFor({ state: "detached" });
  expect(await replying.count()).toBe(1);
  await press(page, "Control+/");
  await help.waitFor();
  await press(page, "Escape");
  await help.waitFor({ state: "detached" });
  expect(await replying.count()).toBe(1);
  await press(page, "Escape");
  await replying.waitFor({ state: "detached" });
  await focused(page, "Message #general");
  await leave(berta);
});

test("Esc is never too early: it calls off what is on its way, and closes what has just come", async () => {
  const { people, callers, path } = await gather(browser, server, "Haste", ["hasty", "calm"]);
  const [hasty, calm] = people as [Person, Person];
  await leave(calm);
  const { page } = hasty;
  await (callers[1] as Caller).post(path.split("/").at(-1) ?? "", "Something to answer");
  // Chunks come when they are let through.
  let letThrough = () => {};
  const gate = new Promise<void>((resolve) => {
    letThrough = resolve;
  });
  await page.route(/\/(floats|HelpDialog)-[\w-]+\.js/, async (route) => {
    await gate;
    await route.continue();
  });
  await page.reload();
  await hasty.message("Something to answer").waitFor();
  await focused(page, "Message #general");
  const replying = page.getByText("Replying to calm");
  await press(page, "Shift+F6");
  await focused(page, /Something to answer$/);
  await press(page, "r");
  await replying.waitFor();

  const asked = page.waitForRequest(/\/HelpDialog-/);
  await press(page, "Control+/");
  await asked;
  await press(page, "Escape");
  // Who closes a dialog goes on writing, a turn later: a key of a test is quicker than that.
  await page.evaluate(() => new Promise((done) => setTimeout(done)));
  await tabTo(page, "Insert an emoji");
  const opener = page.getByRole("button", { name: "Insert an emoji" });
  await press(page, "Enter");
  expect(await opener.getAttribute("aria-expanded")).toBe("true");
  await press(page, "Escape");
  expect(await opener.getAttribute("aria-expanded")).toBe("false");
  letThrough();

  // In the moment that the search has the focus, before anything else can happen.
  await page.evaluate(() => {
    addEventListener("focusin", ({ target }) => {
      if (!(target instanceof HTMLInputElement)) return;
      document.body.dataset.came = String(Number(document.body.dataset.came ?? 0) + 1);
      target.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }));
    });
  });
  for (const times of [1, 2, 3]) {
    await focused(page, "Insert an emoji");
    await press(page, "Enter");
    await page.locator(`body[data-came="${times}"]`).waitFor();
    await page.getByRole("searchbox").waitFor({ state: "detached" });
  }
  await focused(page, "Insert an emoji");
  expect(await page.getByRole("dialog").count()).toBe(0);
  expect(await replying.count()).toBe(1);
  await leave(hasty);
});

test("F6 goes round the regions in order, and the skip link goes to the messages", async () => {
  const { people } = await gather(browser, server, "Round", ["clara"]);
  const [clara] = people as [Person];
  const { page } = clara;
  await clara.say("Something to stand on");
  await clara.message("Something to stand on").waitFor();
  await clara.region("Members").getByRole("button", { name: "clara" }).waitFor();
  await focused(page, "Message #general");
  const inRegion = (region: string) =>
    eventually(`the focus is seen in ${region}`, async () => {
      const focus = await focusOf(page);
      return focus.region === region && focus.isSeen;
    });
  for (const region of ["members", "servers", "channels", "messages", "composer"]) {
    await press(page, "F6");
    await inRegion(region);
  }
  for (const region of ["messages", "channels", "servers", "members", "composer"]) {
    await press(page, "Shift+F6");
    await inRegion(region);
  }
  await tabTo(page, "Skip to the messages", "Shift+Tab");
  await press(page, "Enter");
  await eventually("the focus is at the messages", async () => (await focusOf(page)).region === "messages");
  await press(page, "Tab");
  await inRegion("messages");
  await leave(clara);
});

test("messages are a list of articles with names, of which one does not know how many there are", async () => {
  const { people, callers, channelId } = await gather(browser, server, "Structure", ["dina", "writer"]);
  const [dina, writer] = people as [Person, Person];
  await leave(writer);
  await fill(callers[1] as Caller, channelId, 60, (index) => `chime ${index}`);
  await (callers[1] as Caller).post(channelId, "the **last** chime");
  await dina.message("the last chime").waitFor();
  const list = dina.region("Messages").getByRole("list", { name: "Messages in #general" });
  const rows = await list.evaluate((element) =>
    [...element.children].map((row) => ({
      isItem: row.matches("li"),
      setSize: row.getAttribute("aria-setsize"),
      position: Number(row.getAttribute("aria-posinset")),
      names: [...row.querySelectorAll("article")].map((article) => article.getAttribute("aria-label") ?? ""),
    })),
  );
  expect(rows.length).toBeGreaterThan(5);
  const [first] = rows;
  rows.forEach(({ isItem, setSize, position, names }, index) => {
    expect({ isItem, setSize, position }).toEqual({
      isItem: true,
      setSize: "-1",
      position: (first?.position ?? 0) + index,
    });
    expect(names).toHaveLength(1);
    expect(names[0]).toMatch(/^(writer, .*, (chime \d+|the last chime)|dina, .*|writer, .*)$/);
  });
  expect(rows.at(-1)?.names[0]).toMatch(/^writer, .*\d\d:\d\d, the last chime$/);
  // What comes into a live region is read out, and rows come by scrolling too.
  expect(await list.evaluate((element) => element.closest("[aria-live], [role=log]") !== null)).toBe(false);
  await leave(dina);
});

test("only what is new in the open channel is read out, and no history", async () => {
  const { people, callers, guildId, channelId } = await gather(browser, server, "Log", ["elsa", "speaker"]);
  const [elsa, speaker] = people as [Person, Person];
  await leave(speaker);
  const [owner, caller] = callers as [Caller, Caller];
  const other = await owner.call<{ id: string }>("POST", `/guilds/${guildId}/channels`, {
    name: "elsewhere",
    type: 0,
  });
  await fill(caller, channelId, 150, (index) => `old ${index}`);
  const { page } = elsa;
  await page.reload();
  await elsa
    .message(/old \d+/)
    .first()
    .waitFor();
  await page.evaluate(() => {
    const log = document.querySelector("[role=log]");
    if (!log) throw new Error("there is no log");
    const said: string[] = [];
    Object.assign(window, { said });
    const note = () => log.textContent && said.at(-1) !== log.textContent && said.push(log.textContent);
    new MutationObserver(note).observe(log, { childList: true, subtree: true, characterData: true });
  });
  const said = () => page.evaluate(() => (window as unknown as { said: string[] }).said);

  const beginning = elsa.region("Messages").getByRole("heading", { name: "Welcome to #general" });
  await eventually("the beginning is in view", async () => {
    await elsa
      .region("Messages")
      .locator("[data-region-focus]")
      .evaluate((list) => {
        list.scrollTop = 0;
      });
    return beginning.isVisible();
  });
  await caller.post(other.id, "said elsewhere");
  await elsa.region("Channels").getByRole("link", { name: "elsewhere, unread messages" }).waitFor();
  await elsa.say("said by oneself");
  await elsa.message("said by oneself").waitFor();
  await caller.post(channelId, "said **here**");
  await eventually("it is read out", async () => (await said()).length > 0);
  expect(await said()).toEqual(["speaker: said here"]);
  await leave(elsa);
});
