import { describe, expect, it } from "vitest";
import { JUMBO_MAX } from "./bounds.ts";
import { isJumbo } from "./emoji.ts";
import { parse } from "./parse.ts";
import { type Names, plainText } from "./plain.ts";

const names: Names = {
  user: (id) => (id === "1" ? "Ann" : undefined),
  role: (id) => (id === "2" ? "crew" : undefined),
  channel: (id) => (id === "3" ? "general" : undefined),
  time: (unix) => `at ${unix}`,
  spoiler: "spoiler",
};
const plain = (text: string) => plainText(parse(text), names);

describe("plain text", () => {
  it("is what marks leave, in one line", () => {
    expect(plain("# Trip\n> **when**\n- a `b`\n- [c](https://d.example)\n\n```js\ne\nf\n```")).toBe(
      "Trip when a b c e f",
    );
  });

  it("calls by name, or by id where no name is known", () => {
    expect(plain("<@1> <@9> <@&2> <@&9> <#3> <#9> @here <t:5> <:x:6> </go:7>")).toBe(
      "@Ann @9 @crew @9 #general #9 @here at 5 :x: /go",
    );
  });

  it("tells no spoiler", () => {
    expect(plain("it was ||the **butler**||!")).toBe("it was spoiler!");
  });
});

describe("large emoji", () => {
  it("are those of a message that is nothing else", () => {
    expect(isJumbo(parse("🎉 <:a:1>\n👍🏽"))).toBe(true);
    expect(isJumbo(parse("🎉!"))).toBe(false);
    expect(isJumbo(parse(" "))).toBe(false);
    expect(isJumbo(parse("**🎉**"))).toBe(false);
  });

  it("are not more than fit", () => {
    expect(isJumbo(parse("🎉".repeat(JUMBO_MAX)))).toBe(true);
    expect(isJumbo(parse("🎉".repeat(JUMBO_MAX + 1)))).toBe(false);
  });
});
