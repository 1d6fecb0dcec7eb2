import { expect, it } from "vitest";
import { searchEmoji } from "./emojiSearch.ts";

it("the name that is meant comes first, then those that begin so, then those that hold it", () => {
  const all = [
    ["😸", ["smiling_cat"]],
    ["😄", ["grin", "smile"]],
    ["😼", ["wry_smile"]],
    ["🙃", ["upside_down"]],
  ] as const;
  expect(searchEmoji(all, "smil").map(({ emoji }) => emoji)).toEqual(["😄", "😸", "😼"]);
  expect(searchEmoji(all, "Smile")[0]).toEqual({ emoji: "😄", name: "smile" });
  expect(searchEmoji(all, "zzz")).toEqual([]);
});
