// @vitest-environment happy-dom
import { readFileSync } from "node:fs";
import { beforeEach, expect, it } from "vitest";
import { applyTheme, chooseTheme, currentTheme } from "./theme.ts";

const root = document.documentElement;
const file = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");
const bars = () =>
  [...document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')].map(({ content }) => content);

beforeEach(() => {
  localStorage.clear();
  document.head.innerHTML =
    file("../../index.html")
      .match(/<meta name="theme-color"[^>]*>/g)
      ?.join("") ?? "";
  chooseTheme("system");
});

it("a chosen theme is on the page at once and kept in the browser", () => {
  chooseTheme("dark");
  expect(root.dataset.theme).toBe("dark");
  delete root.dataset.theme;
  applyTheme();
  expect(currentTheme()).toBe("dark");
});

it("the system's theme leaves nothing behind", () => {
  chooseTheme("light");
  chooseTheme("system");
  expect(root.dataset.theme).toBeUndefined();
  expect(localStorage.length).toBe(0);
});

it("another tab's choice is followed", () => {
  applyTheme();
  dispatchEvent(new StorageEvent("storage", { key: "belfry.theme", newValue: "light" }));
  expect(currentTheme()).toBe("light");
});

it("the browser's bars have the colour of the server rail in each theme", () => {
  const [, light = "", dark = ""] =
    /--color-surface-deep: light-dark\((#\w+), (#\w+)\)/.exec(file("./tokens.css")) ?? [];
  expect(bars()).toEqual([light, dark]);
  chooseTheme("dark");
  expect(bars()).toEqual([dark, dark]);
  chooseTheme("light");
  expect(bars()).toEqual([light, light]);
});
