import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromWire, insertMention, insertText, isTaken, toWire } from "./mentions.ts";

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

  it("survive editing whatever the text is", () => {
    const part = fc.oneof(fc.constantFrom("<@1>", "<@2>", "<#3>", "@Ann", "Lee", " ", "<"), fc.string());
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const content = parts.join("");
        const names: Record<string, string> = { "<@1>": "@Ann", "<@2>": "@Ann Lee", "<#3>": "#a" };
        const sent = toWire(fromWire(content, (markup) => names[markup] ?? null));
        // Glued to a letter, a name is no longer one; nothing else may change.
        if (!/>[\p{L}\p{N}_]/u.test(content) && !/> Lee/.test(content)) expect(sent).toBe(content);
      }),
    );
  });

  it("are inserted with one space, and the caret after it", () => {
    const { draft, caret } = insertMention({ text: "hi @a you", mentions: [] }, { from: 3, to: 5 }, ann);
    expect(draft).toEqual({ text: "hi @Ann you", mentions: [ann] });
    expect(caret).toBe("hi @Ann ".length);
  });

  it("of two people with one name are told apart", () => {
    const draft = { text: "@Ann ", mentions: [ann] };
    expect(isTaken(draft, { shown: "@Ann", markup: "<@7>" })).toBe(true);
    expect(isTaken(draft, ann)).toBe(false);
    expect(isTaken({ ...draft, text: "" }, { shown: "@Ann", markup: "<@7>" })).toBe(false);
  });

  it("do not mind a picked emoji", () => {
    expect(insertText({ text: "ab", mentions: [] }, { from: 1, to: 1 }, "👍")).toEqual({
      draft: { text: "a👍b", mentions: [] },
      caret: 3,
    });
  });
});
