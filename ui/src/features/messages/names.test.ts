import { describe, expect, it } from "vitest";
import { arrived, CHANNEL, GUILD, YOU } from "../../state/testing/builders.ts";
import { plainText } from "./names.ts";

const state = arrived();
const plain = (content: string, of = state) => plainText(of, GUILD, content);

describe("a message in one line", () => {
  it("has no signs of markdown", () => {
    expect(plain("**loud** and\n> quoted `code` [here](https://a.example)")).toBe(
      "loud and quoted code here",
    );
  });

  it("does not tell what a spoiler hides", () => {
    expect(plain("the end: ||the bell falls||")).not.toContain("bell");
  });

  it("names whom it mentions, as they are called now; a name turns nothing that follows it", () => {
    const text = `<@${YOU}> in <#${CHANNEL}>`;
    expect(plain(text)).toContain(`@${state.users[YOU]?.name}`);
    const renamed = {
      ...state,
      members: {},
      users: { ...state.users, [YOU]: { id: YOU, name: "\u202eother", globalName: null, bot: false } },
    };
    expect(plain(text, renamed)).toContain("@\u2068other\u2069 in #");
  });
});
