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
let engine: Engine;
beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
  const browser = new FakeBrowser();
  browser.items.set(LOGIN_KEY, JSON.stringify({ token: "token", userId: ME }));
  engine = createEngine(browser.tab(server).ports);
});
afterEach(() => {
  engine.stop();
  vi.useRealTimers();
});

const kind = () => engine.store.getState().connection.kind;

test("a program that the server has not any more is not asked for for ever: the page is too old", async () => {
  engine.start();
  await vi.waitFor(() => expect(kind()).toBe("outdated"));
  const asked = server.asked.length;
  await settle(60_000);
  expect(server.asked).toHaveLength(asked);
});

test("a program that cannot be loaded because the server is away is asked for again", async () => {
  server.spoil = () => {
    throw new TypeError("network");
  };
  engine.start();
  await vi.waitFor(() => expect(kind()).toBe("waiting"));
  server.spoil = () => null;
  await settle(15_000);
  await vi.waitFor(() => expect(kind()).toBe("outdated"));
});
