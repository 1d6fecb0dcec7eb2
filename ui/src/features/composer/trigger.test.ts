import { describe, expect, it } from "vitest";
import { triggerAt } from "./trigger.ts";

const at = (text: string) => triggerAt(text, text.length);

describe("completion", () => {
  it.each([
    ["@", { kind: "user", query: "", from: 0, to: 1 }],
    ["hi @an", { kind: "user", query: "an", from: 3, to: 6 }],
    ["see #gen", { kind: "channel", query: "gen", from: 4, to: 8 }],
    ["(:smi", { kind: "emoji", query: "smi", from: 1, to: 5 }],
    ["**@an", { kind: "user", query: "an", from: 2, to: 5 }],
  ])("opens in %j", (text, expected) => {
    expect(at(text)).toEqual(expected);
  });

  it.each(["a@b", "10:30", ":", ":s", ":-)", "@an ", "https://x", "`@an", "```\n#a", "::"])(
    "stays shut in %j",
    (text) => {
      expect(at(text)).toBeNull();
    },
  );

  it("opens again after code was closed", () => {
    expect(at("`a` @b")?.query).toBe("b");
    expect(at("```\na\n``` @b")?.query).toBe("b");
  });

  it("reads only what is before the caret", () => {
    expect(triggerAt("@ann lee", 3)).toEqual({ kind: "user", query: "an", from: 0, to: 3 });
  });
});
