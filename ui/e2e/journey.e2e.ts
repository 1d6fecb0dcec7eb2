import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch } from "./support/browser.ts";
import { Person } from "./support/person.ts";
import { Server } from "./support/server.ts";

let server: Server;
let browser: Browser;

beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  await server.end();
});

test("a stranger registers, creates a server and writes", async () => {
  const ada = await Person.arrive(browser, server.origin, "ada");
  await ada.page.goto("/");
  await ada.page.getByRole("link", { name: "Create your account" }).click();
  await ada.register();
  await ada.page.getByRole("button", { name: "Create a server" }).click();
  await ada.page.getByLabel("Name of the server").fill("Lovelace");
  await ada.page.getByRole("button", { name: "Create", exact: true }).click();
  await ada.composer.waitFor();
  await ada.say("Hello **world**");
  await ada.message("Hello world").waitFor();
  expect(ada.faults).toEqual([]);
});
