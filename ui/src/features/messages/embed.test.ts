import { expect, it } from "vitest";
import { fieldRows, safeUrl } from "./embed.ts";

const field = (name: string, inline: boolean) => ({ name, value: "", inline });

it("inline fields stand three beside each other, the others alone", () => {
  const rows = fieldRows(
    [..."abcd"].map((name) => field(name, true)).concat(field("e", false), field("f", true)),
  );
  expect(rows.map((row) => row.map(({ name }) => name).join(""))).toEqual(["abc", "d", "e", "f"]);
});

it("links lead to pages only", () => {
  expect(safeUrl("https://a.example/b")).toBe("https://a.example/b");
  for (const url of ["javascript:alert(1)", "data:text/html,x", "//a.example", "nonsense"])
    expect(safeUrl(url)).toBeNull();
});
