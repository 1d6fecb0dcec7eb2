import { expect, test } from "vitest";
import { isolated, t } from "./t.ts";

test("a name that runs from right to left, or turns what follows it, leaves our words as they are", () => {
  expect(isolated("שלום")).toBe("\u2068שלום\u2069");
  expect(isolated("evil\u202eeman\u2069")).toBe("\u2068evileman\u2069");
  expect(t("composer.typing1", { first: "\u202eeve" })).toBe(
    t("composer.typing1", { first: "X" }).replace("X", "\u2068eve\u2069"),
  );
});

test("other names stand as they are", () => {
  for (const name of ["Ann", "Zoë", "日本語", "👩‍🚒", "Ｗｉｄｅ", "a\u200bb", ""])
    expect(isolated(name)).toBe(name);
});
