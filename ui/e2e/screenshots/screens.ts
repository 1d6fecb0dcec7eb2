import type { Page } from "playwright-core";
import { eventually } from "../support/eventually.ts";
import type { Person } from "../support/person.ts";
import type { World } from "./world.ts";

export interface Look {
  readonly theme: "light" | "dark";
  readonly size: "wide" | "narrow";
}

export interface Scene extends Look {
  readonly person: Person;
  readonly page: Page;
  readonly world: World;
}

export interface Screen {
  readonly name: string;
  readonly who: "stranger" | "newcomer" | "reader";
  /** Only there. */
  readonly size?: Look["size"];
  /** The looks that are kept in the documentation. */
  readonly kept?: readonly `${Look["theme"]}-${Look["size"]}`[];
  readonly show: (scene: Scene) => Promise<unknown>;
}

const LIVELY = "I can hold it.";

async function openChannel({ person, page, world }: Scene): Promise<void> {
  const path = `/channels/${world.channelId}/messages/${world.lastReadId}/ack`;
  await world.reader.call("POST", path, { manual: true });
  await page.goto(`/channels/${world.guildId}/${world.channelId}`);
  await person.message(LIVELY).waitFor();
}

async function openSide({ page, size }: Scene): Promise<void> {
  if (size === "narrow") await page.getByRole("button", { name: "Servers and channels" }).first().click();
}

async function openMenuOfServer(scene: Scene): Promise<void> {
  await openChannel(scene);
  await openSide(scene);
  await scene.page.getByRole("button", { name: "Menu of Harbour Workshop" }).click();
}

/** A message's menu: by the bar over its corner, or by a long press. */
async function openMessageMenu(scene: Scene): Promise<void> {
  await openChannel(scene);
  const { person, page, size } = scene;
  const message = person.message("The moon is painted");
  if (size === "narrow") {
    await message.scrollIntoViewIfNeeded();
    const { x, y } = (await message.boundingBox()) ?? { x: 0, y: 0 };
    const finger = await page.context().newCDPSession(page);
    const touchPoints = [{ x: x + 80, y: y + 20 }];
    await finger.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints });
    await page.getByRole("menu").waitFor();
    await finger.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  } else {
    await message.hover();
    await message.getByRole("button", { name: "More" }).click();
  }
  await page.getByRole("menuitem", { name: "Reply" }).waitFor();
}

const arriving: readonly Screen[] = [
  {
    name: "login",
    who: "stranger",
    kept: ["light-wide"],
    show: async ({ page }) => {
      await page.goto("/login");
      await page.getByRole("button", { name: "Log in" }).waitFor();
    },
  },
  {
    name: "register-errors",
    who: "stranger",
    kept: ["light-narrow"],
    show: async ({ page }) => {
      await page.goto("/register");
      await page.getByLabel("User name").fill("m");
      await page.getByLabel("Password", { exact: true }).fill("tide");
      await page.getByRole("button", { name: "Create account" }).click();
      await page.getByText("A password has at least 8 characters.").waitFor();
    },
  },
  {
    name: "invite",
    who: "stranger",
    kept: ["light-wide", "dark-narrow"],
    show: async ({ page, world }) => {
      await page.goto(`/invite/${world.invite}`);
      await page.getByRole("heading", { name: /Harbour Workshop/ }).waitFor();
    },
  },
  {
    name: "invite-gone",
    who: "stranger",
    show: async ({ page }) => {
      await page.goto("/invite/nothinghere");
      await page.getByRole("heading", { name: "This invitation is not valid" }).waitFor();
    },
  },
  {
    name: "first-run",
    who: "newcomer",
    kept: ["light-wide"],
    show: async ({ page }) => {
      await page.goto("/channels");
      await page.getByRole("heading", { name: "Your tower is quiet" }).waitFor();
    },
  },
];

const talking: readonly Screen[] = [
  {
    name: "channel",
    who: "reader",
    kept: ["light-wide", "dark-wide", "light-narrow", "dark-narrow"],
    show: openChannel,
  },
  {
    name: "channel-above",
    who: "reader",
    show: async (scene) => {
      await openChannel(scene);
      await scene.page.locator("main [data-region-focus]").evaluate((list) => {
        list.scrollTop = 0;
        for (let up = list.parentElement; up; up = up.parentElement) up.scrollTop = 0;
      });
      await scene.person.message("The gear train is cut").first().waitFor();
    },
  },
  { name: "message-menu", who: "reader", kept: ["dark-wide"], show: openMessageMenu },
  {
    name: "message-bar",
    who: "reader",
    size: "wide",
    show: async (scene) => {
      await openChannel(scene);
      await scene.person.message("The moon is painted").hover();
    },
  },
  {
    name: "emoji-picker",
    who: "reader",
    kept: ["light-wide"],
    show: async (scene) => {
      await openChannel(scene);
      await scene.page.getByRole("button", { name: "Insert an emoji" }).click();
      await scene.page.getByRole("gridcell").first().waitFor();
    },
  },
  {
    name: "autocomplete",
    who: "reader",
    kept: ["dark-wide"],
    show: async (scene) => {
      await openChannel(scene);
      await scene.person.composer.pressSequentially("Ask @");
      await scene.page.getByRole("option").first().waitFor();
    },
  },
  {
    name: "reply",
    who: "reader",
    show: async (scene) => {
      await openChannel(scene);
      const { person, page } = scene;
      await person.message(LIVELY).focus();
      await page.keyboard.press("r");
      await page.getByText("Replying to").waitFor();
      await person.composer.fill("Then I come. With **two** ladders,\nand a thermos.");
    },
  },
  {
    name: "edit",
    who: "reader",
    show: async (scene) => {
      await openChannel(scene);
      await scene.person.composer.press("ArrowUp");
      await scene.page.getByRole("textbox", { name: "Edit message" }).waitFor();
    },
  },
  {
    name: "delete-message",
    who: "reader",
    show: async (scene) => {
      await openChannel(scene);
      await scene.person.message("The moon is painted").focus();
      await scene.page.keyboard.press("Delete");
      await scene.page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "empty-channel",
    who: "reader",
    show: async ({ person, page, world }) => {
      await page.goto(`/channels/${world.emptyGuildId}/${world.emptyChannelId}`);
      await person.composer.waitFor();
      await page.getByText("Welcome to #").waitFor();
    },
  },
  {
    name: "offline",
    who: "reader",
    kept: ["light-wide", "dark-narrow"],
    show: showOffline,
  },
];

/** One message was refused, and another waits for the line. */
async function showOffline(scene: Scene): Promise<void> {
  await openChannel(scene);
  const { person, page } = scene;
  const send = /\/channels\/\d+\/messages$/;
  await page.route(send, (route) =>
    route.request().method() === "POST"
      ? route.fulfill({ status: 403, json: { message: "Missing Permissions", code: 50013 } })
      : route.continue(),
  );
  await person.say("I bring the ladder and the long rope.");
  await person.message("Not sent.").waitFor();
  await page.context().setOffline(true);
  await page.getByText("You are offline").waitFor();
  await person.say("And cake.");
  await person.message("And cake.").waitFor();
}

const managing: readonly Screen[] = [
  {
    name: "server-menu",
    who: "reader",
    show: openMenuOfServer,
  },
  {
    name: "create-channel",
    who: "reader",
    kept: ["light-wide"],
    show: async (scene) => {
      await openMenuOfServer(scene);
      await scene.page.getByRole("menuitem", { name: "Create a channel" }).click();
      await scene.page.getByRole("dialog").getByLabel("Name").fill("open-days");
    },
  },
  {
    name: "invite-people",
    who: "reader",
    kept: ["dark-wide"],
    show: async (scene) => {
      await openMenuOfServer(scene);
      await scene.page.getByRole("menuitem", { name: "Invite people" }).click();
      await scene.page.getByRole("dialog").getByRole("button", { name: "Copy" }).waitFor();
      const link = scene.page.getByLabel("Invite link");
      await eventually("there is a link", async () => (await link.inputValue()) !== "");
    },
  },
  {
    name: "delete-server",
    who: "reader",
    show: async (scene) => {
      await openMenuOfServer(scene);
      await scene.page.getByRole("menuitem", { name: "Delete the server" }).click();
      await scene.page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "add-server",
    who: "reader",
    show: async (scene) => {
      await openChannel(scene);
      await openSide(scene);
      await scene.page.getByRole("button", { name: "Add a server" }).click();
      await scene.page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "channels",
    who: "reader",
    size: "narrow",
    kept: ["light-narrow"],
    show: async (scene) => {
      await openChannel(scene);
      await openSide(scene);
    },
  },
  {
    name: "members-300",
    who: "reader",
    kept: ["light-wide", "dark-narrow"],
    show: openLarge,
  },
  {
    name: "member-card",
    who: "reader",
    show: async (scene) => {
      await openChannel(scene);
      const { person, page, size } = scene;
      if (size === "narrow") await page.getByRole("button", { name: "Show members" }).click();
      await person.region("Members").getByRole("button", { name: "Bartholomew" }).click();
      await page.getByText("Member since").waitFor();
    },
  },
];

async function openLarge({ person, page, world, size }: Scene): Promise<void> {
  await page.goto(`/channels/${world.largeGuildId}`);
  await person.message("Leaving now").waitFor();
  if (size === "narrow") await page.getByRole("button", { name: "Show members" }).click();
  await person.region("Members").getByText("Sky watch").waitFor();
}

const settingsPage = (page: string, ready: string) => async (scene: Scene) => {
  await scene.page.goto(`/settings/${page}`);
  await scene.page.getByText(ready, { exact: true }).first().waitFor();
};

const settings: readonly Screen[] = [
  {
    name: "settings-account",
    who: "reader",
    show: settingsPage("account", "Display name"),
  },
  {
    name: "settings-sessions",
    who: "reader",
    kept: ["dark-wide"],
    show: settingsPage("sessions", "Other sessions"),
  },
  { name: "settings-appearance", who: "reader", show: settingsPage("appearance", "Theme") },
  { name: "settings-bots", who: "reader", kept: ["light-wide"], show: settingsPage("bots", "Tide Table") },
  {
    name: "settings-bot-token",
    who: "reader",
    show: async (scene) => {
      await settingsPage("bots", "Tide Table")(scene);
      const { page } = scene;
      await page.getByRole("button", { name: "Reset token" }).first().click();
      await page.getByRole("dialog").getByRole("button", { name: "Reset token" }).click();
      await page.getByRole("dialog").getByLabel("Token", { exact: true }).waitFor();
    },
  },
  {
    name: "help",
    who: "reader",
    kept: ["dark-wide"],
    show: async (scene) => {
      await openChannel(scene);
      await scene.page.keyboard.press("Control+/");
      await scene.page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "not-found",
    who: "reader",
    kept: ["dark-wide"],
    show: async ({ page }) => {
      await page.goto("/belfry/of/another/town");
      await page.getByRole("heading", { name: "Nothing rings here" }).waitFor();
    },
  },
];

export const SCREENS: readonly Screen[] = [...arriving, ...talking, ...managing, ...settings];
