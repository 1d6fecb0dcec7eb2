import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arrived, GUILD, YOU } from "../state/testing/builders.ts";
import { appendMention, fromWire, insertMention, insertText, toWire, userMention } from "./draft.ts";

const ann = { shown: "@Ann", markup: "<@1>" };
const anna = { shown: "@Ann Lee", markup: "<@2>" };

describe("mentions", () => {
  it("are sent by id and everything else as it stands", () => {
    const text = "hi @Ann, and @Bob";
    expect(toWire({ text, mentions: [ann] })).toBe("hi <@1>, and @Bob");
  });

  it("of a longer name are not taken for the shorter one", () => {
    expect(toWire({ text: "@Ann Lee @Ann", mentions: [ann, anna] })).toBe("<@2> <@1>");
    expect(toWire({ text: "@Annabel @Ann_", mentions: [ann] })).toBe("@Annabel @Ann_");
  });

  it("are shown by name in the editor and come back unchanged", () => {
    const content = "<@1> see <#3>, <@&4> and <@9>";
    const names: Record<string, string> = { "<@1>": "@Ann", "<#3>": "#general", "<@&4>": "@crew" };
    const draft = fromWire(content, (markup) => names[markup] ?? null);
    expect(draft.text).toBe("@Ann see #general, @crew and <@9>");
    expect(toWire(draft)).toBe(content);
  });

  it("stay as markup where the name would mean something else", () => {
    expect(fromWire("<@1> is not @Ann", () => "@Ann").text).toBe("<@1> is not @Ann");
    expect(fromWire("<@1> <@2>", () => "@Ann").text).toBe("@Ann <@2>");
  });

  it("stay as markup where what follows would make another name of it", () => {
    expect(fromWire("<@1>s idea, <@1>", () => "@Ann").text).toBe("<@1>s idea, @Ann");
    const names: Record<string, string> = { "<@1>": "@Ann", "<@2>": "@Ann Lee" };
    const draft = fromWire("<@2> and <@1> Lee", (markup) => names[markup] ?? null);
    expect(draft.text).toBe("@Ann Lee and <@1> Lee");
  });

  it("survive editing whatever the text is", () => {
    const part = fc.oneof(
      fc.constantFrom(..."<@1>|<@2>|<#3>|@Ann|Lee|s| |<|`|``|```|\\".split("|")),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const content = parts.join("");
        const names: Record<string, string> = { "<@1>": "@Ann", "<@2>": "@Ann Lee", "<#3>": "#a" };
        const sent = toWire(fromWire(content, (markup) => names[markup] ?? null));
        expect(sent).toBe(content);
      }),
    );
  });

  it("are inserted with one space, and the caret after it", () => {
    const wanted = { markup: "<@1>", names: ["@Ann"] };
    const { draft, caret } = insertMention({ text: "hi @a you", mentions: [] }, { from: 3, to: 5 }, wanted);
    expect(draft).toEqual({ text: "hi @Ann you", mentions: [ann] });
    expect(caret).toBe("hi @Ann ".length);
  });

  it("of people with one name are told apart by the first name that is free, else by markup", () => {
    const other = { markup: "<@7>", names: ["@Ann", "@ann7"] };
    expect(appendMention({ text: "@Ann", mentions: [ann] }, other).text).toBe("@Ann @ann7 ");
    const both = { text: "@Ann @ann7 ", mentions: [ann, { shown: "@ann7", markup: "<@8>" }] };
    expect(appendMention(both, other)).toEqual({ ...both, text: "@Ann @ann7 <@7> " });
    expect(appendMention(both, { markup: "<@1>", names: ["@Ann"] }).text).toBe("@Ann @ann7 @Ann ");
  });

  it("whose name was deleted leave it to the next one", () => {
    const other = { markup: "<@7>", names: ["@Ann", "@ann7"] };
    for (const text of ["", "@Annabel"]) {
      const { draft } = insertMention({ text, mentions: [ann] }, { from: 0, to: 0 }, other);
      expect(toWire(draft)).toBe(`<@7> ${text}`);
    }
  });

  it("of a person go by what they are called, then by their user name", () => {
    expect(userMention(arrived(), GUILD, YOU)).toEqual({
      markup: `<@${YOU}>`,
      names: [`@user${YOU}`, `@user${YOU}`],
    });
  });

  it("are none in code, nor behind a backslash", () => {
    const code = ["`@Ann`", "``@Ann ` @Ann``", "```js\n@Ann\n```", "\\@Ann"];
    for (const text of code) {
      expect(toWire({ text: `@Ann ${text} @Ann`, mentions: [ann] })).toBe(`<@1> ${text} <@1>`);
      expect(fromWire(text.replaceAll("@Ann", "<@1>"), () => "@Ann").mentions).toEqual([]);
    }
    for (const open of ["`@Ann, ``@Ann ```@Ann", "\\`@Ann`"]) {
      expect(toWire({ text: open, mentions: [ann] })).toBe(open.replaceAll("@Ann", "<@1>"));
    }
  });

  it("do not mind a picked emoji", () => {
    expect(insertText({ text: "ab", mentions: [] }, { from: 1, to: 1 }, "👍")).toEqual({
      draft: { text: "a👍b", mentions: [] },
      caret: 3,
    });
  });
});
