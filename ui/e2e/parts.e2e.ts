/** What a person is told where the client, or the line, cannot come. */

import { expect, test } from "vitest";
import { gather, leave } from "./support/gather.ts";
import { browser, house, server } from "./support/house.ts";
import type { Person } from "./support/person.ts";

/** A banner is there within a second; the rest is for a slow machine. */
const BANNER_MS = 5_000;

house();

async function alone(name: string) {
  const { people, path } = await gather(browser, server, `Of ${name}`, [name]);
  const [person] = people as [Person];
  return { person, page: person.page, path };
}

test("who comes while the gateway does not answer is told so on every page", async () => {
  const { person, page, path } = await alone("early");
  let isAway = true;
  await page.routeWebSocket(/./, (socket) => {
    if (isAway) void socket.close();
    else socket.connectToServer();
  });
  const banner = page.getByText("Connecting…");
  for (const at of ["/settings/account", "/invite/abc", "/oauth2/authorize?client_id=1", path]) {
    await page.goto(at);
    await banner.waitFor({ timeout: BANNER_MS });
  }
  isAway = false;
  await page.getByRole("button", { name: "Retry now" }).click();
  await person.composer.waitFor();
  expect(await banner.count()).toBe(0);
  await leave(person);
});

test("a part that cannot be fetched leaves the person where they are, and is asked for again", async () => {
  const { person, page } = await alone("patient");
  const parts = /\/assets\/(HelpDialog|Settings)-[^/]+\.js$/;
  await page.route(parts, (route) => route.abort());
  await page.reload();
  await person.composer.waitFor();
  const failed = page.getByText("This part could not be fetched. Are you online?");
  for (const open of [
    () => page.keyboard.press("Control+/"),
    () => page.getByRole("button", { name: "Settings" }).click(),
  ]) {
    await open();
    await failed.waitFor();
    await page.getByRole("button", { name: "Dismiss" }).click();
    expect(await person.composer.isVisible()).toBe(true);
  }
  await page.unroute(parts);
  await page.keyboard.press("Control+/");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByRole("heading", { name: "Settings" }).waitFor();
  await leave(person);
});

test("a page whose client the server has replaced says so, and offers the new one", async () => {
  const { person, page } = await alone("late");
  await page.route(/\/assets\/HelpDialog-[^/]+\.js$/, (route) => route.fulfill({ status: 404 }));
  await page.route(`${server.origin}/`, async (route) => {
    const answer = await route.fetch();
    const body = (await answer.text()).replaceAll("/assets/index-", "/assets/newer-");
    await route.fulfill({ response: answer, body });
  });
  await page.reload();
  await person.composer.waitFor();
  await page.keyboard.press("Control+/");
  await page.getByText("Belfry was updated. Reload the page.").waitFor();
  await page.getByRole("button", { name: "Reload" }).click();
  await page.getByText("Belfry was updated.").waitFor({ state: "detached" });
  await person.composer.waitFor();
  await leave(person);
});
