// @vitest-environment happy-dom
import { readFileSync } from "node:fs";
import { beforeEach, expect, it, vi } from "vitest";
import { chooseTheme } from "../components/theme.ts";
import { LOGIN_KEY } from "../engine/token.ts";

const file = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");
const script = file("../../public/start.js");
const root = document.documentElement;
/** What a browser would have begun to fetch. */
const links: HTMLLinkElement[] = [];
const fetched = () => links.map(({ rel, as, href }) => [rel, as ?? "", new URL(href).pathname]);

/** Runs the script of the page's head, to which the build named these files. */
function start(files?: string): void {
  const tag = document.createElement("script");
  if (files !== undefined) tag.dataset.chat = files;
  Object.defineProperty(document, "currentScript", { value: tag, configurable: true });
  new Function(script)();
}

beforeEach(() => {
  localStorage.clear();
  links.length = 0;
  vi.spyOn(document.head, "append").mockImplementation((...nodes) => {
    links.push(...(nodes as HTMLLinkElement[]));
  });
  delete root.dataset.theme;
});

it("a chosen theme is there before anything is painted", () => {
  chooseTheme("dark");
  delete root.dataset.theme;
  start();
  expect(root.dataset.theme).toBe("dark");
});

it("who is logged in gets the chat's code early, and a stranger does not", () => {
  start("/assets/chat.js /assets/chat.css");
  expect(fetched()).toEqual([]);
  localStorage.setItem(LOGIN_KEY, "{}");
  start("/assets/chat.js /assets/chat.css");
  expect(fetched()).toEqual([
    ["modulepreload", "", "/assets/chat.js"],
    ["preload", "style", "/assets/chat.css"],
  ]);
});

it("a page whose build named nothing starts all the same", () => {
  localStorage.setItem(LOGIN_KEY, "{}");
  start();
  expect(fetched()).toEqual([]);
});
