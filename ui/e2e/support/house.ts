import { afterAll, beforeAll } from "vitest";
import { type Browser, launch } from "./browser.ts";
import { Server } from "./server.ts";

/** Of the file that called `house()`: there from its first test to its last. */
export let server: Server;
export let browser: Browser;

/** Gives all tests of a file a server and a browser, and sees to it that the server ends cleanly. */
export function house(): void {
  beforeAll(async () => {
    server = await Server.start();
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
    await server.end();
  });
}
