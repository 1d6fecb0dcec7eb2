import { describe, expect, it } from "vitest";
import { reduceAll } from "../../state/reduce.ts";
import { arrived, CHANNEL, GUILD, user, YOU } from "../../state/testing/builders.ts";
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

  it("names whom it mentions, as they are called now", () => {
    const text = `<@${YOU}> in <#${CHANNEL}>`;
    const before = plain(text);
    expect(before).toContain(`@${state.users[YOU]?.name}`);
    const renamed = reduceAll(state, []);
    const other = {
      ...renamed,
      members: {},
      users: { ...renamed.users, [YOU]: { id: YOU, name: "other", globalName: null, bot: false } },
    };
    expect(plain(text, other)).toContain("@other in #");
    expect(user(YOU).id).toBe(YOU);
  });
});
