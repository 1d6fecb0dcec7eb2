/** Each screen of the client by its name, and how a person gets there: for tests that look at all of them. */

import type { Locator } from "playwright-core";
import { eventually } from "./eventually.ts";
import type { Person } from "./person.ts";
import { authorizePath, GUILD, LAST, OWN, type Society } from "./society.ts";

/** Who can come to a screen. */
export type Who = "stranger" | "newcomer" | "owner" | "guest";

export interface Screen {
  readonly name: string;
  readonly who: Who;
  /** Brings the person there, from wherever they are; all of it is drawn when it returns. */
  open(person: Person, society: Society): Promise<void>;
  /** Takes away what stands over the page, or was changed for it. */
  close?(person: Person): Promise<void>;
}

const heading = (person: Person, name: string | RegExp) =>
  person.page.getByRole("heading", { name }).first().waitFor();

const page = (
  name: string,
  who: Who,
  path: string | ((society: Society) => string),
  title: string,
): Screen => ({
  name,
  who,
  async open(person, society) {
    await person.page.goto(typeof path === "string" ? path : path(society));
    await heading(person, title);
  },
});

/** What was not filled in is sent. */
async function submitEmpty({ page: at }: Person, button: string, error: string): Promise<void> {
  await at.getByRole("button", { name: button }).click();
  await at.getByText(error).waitFor();
}

const arriving: readonly Screen[] = [
  page("login", "stranger", "/login", "Welcome back"),
  {
    name: "login with errors",
    who: "stranger",
    async open(person) {
      await person.page.goto("/login");
      await submitEmpty(person, "Log in", "Enter your password.");
    },
  },
  page("registration", "stranger", "/register", "Create your account"),
  {
    name: "registration with errors",
    who: "stranger",
    async open(person) {
      await person.page.goto("/register");
      await submitEmpty(person, "Create account", "Enter your user name.");
    },
  },
  page("invitation for a stranger", "stranger", ({ invite }) => `/invite/${invite}`, "invites you to"),
  page("invitation that is gone", "stranger", "/invite/never", "This invitation is not valid"),
  page("unknown page", "stranger", "/nowhere", "Nothing rings here"),
  page("first run", "newcomer", "/channels", "Your tower is quiet"),
  {
    name: "first run with an error",
    who: "newcomer",
    async open(person) {
      await person.page.goto("/channels");
      await submitEmpty(person, "Continue", "Paste an invite link or its code.");
    },
  },
  page("invitation for a person", "newcomer", ({ invite }) => `/invite/${invite}`, "invites you to"),
  page("invitation for a member", "owner", ({ invite }) => `/invite/${invite}`, "invites you to"),
  page("bot to authorise", "owner", authorizePath, "wants to come to a server of yours"),
  page("bot to authorise, without a server", "newcomer", authorizePath, "wants to come to a server of yours"),
  page("unknown bot to authorise", "owner", "/oauth2/authorize?client_id=1", "There is no such bot"),
];

/** The busy channel with nothing open over it. */
async function inChannel(person: Person, { guildId, busy }: Society): Promise<void> {
  await person.page.mouse.move(0, 0);
  const path = `/channels/${guildId}/${busy}`;
  if (new URL(person.page.url()).pathname !== path) await person.page.goto(path);
  await person.composer.waitFor();
  await last(person).waitFor();
}

const last = (person: Person) => person.message(LAST).last();
const own = (person: Person) => person.message(OWN).first();

/** Esc until nothing is open. */
export async function closeAll({ page: at }: Person): Promise<void> {
  const open = at
    .locator('dialog[open], [role="menu"], [role="dialog"]')
    .or(at.getByRole("button", { name: /^Close (servers and channels|the member list)$/ }));
  await eventually("nothing is open any more", async () => {
    if ((await open.count()) === 0) return true;
    await at.keyboard.press("Escape");
    return false;
  });
}

/** Where servers and channels are a drawer, it is opened. */
export async function toSide({ page: at }: Person): Promise<void> {
  const button = at.getByRole("button", { name: "Servers and channels", exact: true });
  if (await button.isVisible()) await button.click();
  await at.getByRole("navigation", { name: "Channels" }).waitFor();
}

export async function toMembers(person: Person): Promise<void> {
  const button = person.page.getByRole("button", { name: "Show members" });
  if (await button.isVisible()) await button.click();
  await person.region("Members").waitFor();
}

const over = (name: string, act: (person: Person, society: Society) => Promise<unknown>): Screen => ({
  name,
  who: "owner",
  async open(person, society) {
    await inChannel(person, society);
    await act(person, society);
  },
  close: closeAll,
});

async function hover(row: Locator): Promise<void> {
  await row.hover({ position: { x: 4, y: 4 } });
  await row.getByRole("toolbar").waitFor();
}

async function choose(person: Person, item: string): Promise<void> {
  await person.page.getByRole("menuitem", { name: item, exact: true }).click();
  await person.page.getByRole("dialog").waitFor();
}

const ofServer = (name: string, item: string): Screen =>
  over(name, async (person) => {
    await toSide(person);
    await person.page.getByRole("button", { name: `Menu of ${GUILD}` }).click();
    await choose(person, item);
  });

const ofChannel = (name: string, item: string): Screen =>
  over(name, async (person) => {
    await toSide(person);
    await person.channel("quiet").click({ button: "right" });
    await choose(person, item);
  });

const POSTS = /\/channels\/\d+\/messages$/;

/** What they say is refused, and stays. */
async function refused(person: Person): Promise<void> {
  await person.page.route(POSTS, (route) =>
    route.request().method() === "POST"
      ? route.fulfill({ status: 403, json: { code: 50013, message: "Missing Permissions" } })
      : route.continue(),
  );
  await person.say("Nobody shall hear this");
  await person.message("Nobody shall hear this").getByText("Not sent.").waitFor();
  await person.page.unroute(POSTS);
}

const messages: readonly Screen[] = [
  over("channel", async (person) => {
    await person.page.getByRole("region", { name: "Embed: Hour 7" }).waitFor();
  }),
  {
    name: "channel without messages",
    who: "owner",
    async open(person, { guildId, quiet }) {
      await person.page.goto(`/channels/${guildId}/${quiet}`);
      await heading(person, "Welcome to #quiet");
      await person.composer.waitFor();
    },
  },
  {
    ...over("message that was refused", refused),
    async close(person) {
      const row = person.message("Nobody shall hear this");
      await row.getByRole("button", { name: "Delete" }).last().click();
      await row.waitFor({ state: "detached" });
    },
  },
  over("message under the pointer", (person) => hover(own(person))),
  over("menu of a message", async (person) => {
    await last(person).click({ button: "right", position: { x: 4, y: 4 } });
    await person.page.getByRole("menu").waitFor();
  }),
  over("emoji beside a message", async (person) => {
    await hover(last(person));
    await last(person).getByRole("toolbar").getByRole("button", { name: "Add a reaction" }).click();
    await person.page.getByRole("gridcell").first().waitFor();
  }),
  over("emoji for the composer", async (person) => {
    await person.page.getByRole("button", { name: "Insert an emoji" }).click();
    await person.page.getByRole("gridcell").first().waitFor();
  }),
  {
    ...over("suggestions", async (person) => {
      await person.composer.fill("");
      await person.composer.pressSequentially("@member");
      await person.page.getByRole("option").first().waitFor();
    }),
    async close(person) {
      await person.composer.press("Escape");
      await person.composer.fill("");
      await person.page.getByRole("listbox").waitFor({ state: "detached" });
    },
  },
  {
    ...over("reply that is too long", async (person) => {
      await hover(last(person));
      await last(person).getByRole("button", { name: "Reply" }).click();
      await person.page.getByText("Replying to guest").waitFor();
      await person.composer.fill("x".repeat(2001));
      await person.page.getByText("1 character too many").waitFor();
    }),
    async close(person) {
      await person.composer.fill("");
      await person.page.getByRole("button", { name: "Cancel the reply" }).click();
    },
  },
  {
    ...over("message that is edited", async (person) => {
      await hover(own(person));
      await own(person).getByRole("button", { name: "Edit" }).click();
      await person.page.getByRole("textbox", { name: "Edit message" }).waitFor();
    }),
    async close({ page: at }) {
      await at.getByRole("textbox", { name: "Edit message" }).press("Escape");
      await at.getByRole("textbox", { name: "Edit message" }).waitFor({ state: "detached" });
    },
  },
  over("message to delete", async (person) => {
    await hover(own(person));
    await own(person).getByRole("toolbar").getByRole("button", { name: "Delete" }).click();
    await person.page.getByRole("dialog", { name: "Delete this message?" }).waitFor();
  }),
  {
    ...over("older messages", async (person) => {
      await person
        .region("Messages")
        .locator("[data-region-focus]")
        .evaluate((list) => {
          list.scrollTop = list.scrollHeight / 3;
        });
      await person.page.getByRole("button", { name: "Jump to present" }).waitFor();
    }),
    async close({ page: at }) {
      await at.getByRole("button", { name: "Jump to present" }).click();
      await at.getByRole("button", { name: "Jump to present" }).waitFor({ state: "detached" });
    },
  },
  {
    ...over("no line", async (person) => {
      await person.page.context().setOffline(true);
      await person.page.getByText("You are offline").waitFor();
    }),
    async close(person) {
      await person.page.context().setOffline(false);
      await person.page.getByText("You are offline").waitFor({ state: "detached" });
    },
  },
];

const sides: readonly Screen[] = [
  over("servers and channels", toSide),
  over("menu of the server", async (person) => {
    await toSide(person);
    await person.page.getByRole("button", { name: `Menu of ${GUILD}` }).click();
    await person.page.getByRole("menu").waitFor();
  }),
  over("topic of the channel", async (person) => {
    await person.page.getByRole("button", { name: /^All that rings/ }).click();
    await person.page.getByRole("dialog", { name: "About #general" }).waitFor();
  }),
  over("members", async (person) => {
    await toMembers(person);
    await person.region("Members").getByRole("button", { name: "guest" }).waitFor();
  }),
  {
    ...over("members who are not found", async (person) => {
      await toMembers(person);
      await person.page.getByRole("searchbox", { name: "Find members" }).fill("zzz");
      await person.page.getByText("Nobody’s name begins with “zzz”.").waitFor();
    }),
    async close(person) {
      await person.page.getByRole("searchbox", { name: "Find members" }).fill("");
      await closeAll(person);
    },
  },
  over("card of a member", async (person) => {
    await toMembers(person);
    await person.region("Members").getByRole("button", { name: "guest" }).click();
    await person.page.getByRole("dialog", { name: "Profile of guest" }).waitFor();
  }),
  {
    name: "channel that is not here",
    who: "owner",
    async open(person, { guildId }) {
      await person.page.goto(`/channels/${guildId}/1`);
      await heading(person, "This channel is not here");
    },
  },
];

const dialogs: readonly Screen[] = [
  ofServer("invite dialog", "Invite people"),
  ofServer("new channel", "Create a channel"),
  ofServer("renamed server", "Rename the server"),
  ofServer("server to delete", "Delete the server"),
  ofChannel("edited channel", "Edit the channel"),
  ofChannel("channel to delete", "Delete the channel"),
  over("new server", async (person) => {
    await toSide(person);
    await person.page.getByRole("button", { name: "Add a server" }).click();
    await person.page.getByRole("dialog", { name: "Add a server" }).waitFor();
  }),
  over("server to join", async (person) => {
    await toSide(person);
    await person.page.getByRole("button", { name: "Add a server" }).click();
    await person.page.getByRole("radio", { name: "Join one" }).check({ force: true });
    await person.page.getByRole("dialog").getByRole("button", { name: "Join" }).click();
    await person.page.getByText("That is no invite link.").waitFor();
  }),
  over("help", async (person) => {
    await person.page.keyboard.press("Control+/");
    await person.page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  }),
];

const bots = (name: string, act: (person: Person) => Promise<unknown>): Screen => ({
  name,
  who: "owner",
  async open(person) {
    await person.page.goto("/settings/bots");
    await person.page.getByText("Ringer").waitFor();
    await act(person);
    await person.page.getByRole("dialog").waitFor();
  },
  close: closeAll,
});

const settings: readonly Screen[] = [
  page("account", "owner", "/settings/account", "Leave this browser"),
  page("sessions", "owner", "/settings/sessions", "This session"),
  page("appearance", "owner", "/settings/appearance", "Appearance"),
  page("bots", "owner", "/settings/bots", "Your bots"),
  page("no bots", "newcomer", "/settings/bots", "No bots yet"),
  bots("new bot", ({ page: at }) => at.getByRole("button", { name: "Create a bot" }).click()),
  bots("bot to add", ({ page: at }) => at.getByRole("button", { name: "Add to a server" }).first().click()),
  bots("token to reset", ({ page: at }) => at.getByRole("button", { name: "Reset token" }).first().click()),
  {
    ...bots("token that is shown", async ({ page: at }) => {
      await at.getByRole("button", { name: "Reset token" }).first().click();
      await at.getByRole("dialog").getByRole("button", { name: "Reset token" }).click();
      await at.getByRole("dialog", { name: "The token of Ringer" }).waitFor();
    }),
    async close({ page: at }) {
      await at.getByRole("button", { name: "I have it" }).click();
    },
  },
];

/** All of them, in groups: a person sees each group's one after the other. */
export const screens = { arriving, messages, sides, dialogs, settings } as const;
