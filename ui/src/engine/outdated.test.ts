import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createEngine, type Engine } from "./engine.ts";
import { FakeBrowser } from "./testing/fake-browser.ts";
import { FakeServer, ME } from "./testing/fake-server.ts";
import { settle } from "./testing/set-up.ts";
import { LOGIN_KEY } from "./token.ts";

vi.mock("./session.ts", () => {
  throw new Error("404");
});

let server: FakeServer;
let browser: FakeBrowser;
let engine: Engine;
beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
  browser = new FakeBrowser();
  browser.items.set(LOGIN_KEY, JSON.stringify({ token: "token", userId: ME }));
  engine = createEngine(browser.tab(server).ports);
});
afterEach(() => {
  engine.stop();
  vi.useRealTimers();
});

const kind = () => engine.store.getState().connection.kind;

test("a program that the server has not any more is not asked for for ever: the page is too old", async () => {
  browser.isOutdated = true;
  engine.start();
  await vi.waitFor(() => expect(kind()).toBe("outdated"));
  await settle(60_000);
  expect(kind()).toBe("outdated");
});

test("a program that could not be loaded, though the page is not too old, is asked for again", async () => {
  engine.start();
  await vi.waitFor(() => expect(kind()).toBe("waiting"));
  browser.isOutdated = true;
  await settle(15_000);
  await vi.waitFor(() => expect(kind()).toBe("outdated"));
});
