import { expect, test } from "vitest";
import type { MemberEntry, MemberGroup } from "../../state/select/members.ts";
import { memberBeside, rowsFound, rowsOfGroups } from "./rows.ts";

const entry = (userId: string, name: string): MemberEntry => ({
  userId,
  name,
  bot: false,
  owner: false,
  status: "online",
  color: null,
});
const groups: readonly MemberGroup[] = [
  { key: "7", name: "Crew", members: [entry("1", "Ann"), entry("2", "Bob")] },
  { key: "offline", name: null, members: [entry("3", "Anton")] },
];

test("a group is a heading with how many there are, and its people", () => {
  const rows = rowsOfGroups(groups);
  expect(rows.map((row) => (row.kind === "group" ? `${row.name} ${row.count}` : row.entry.name))).toEqual([
    "Crew 2",
    "Ann",
    "Bob",
    "Offline 1",
    "Anton",
  ]);
});

test("the arrows pass over headings and stop at the ends", () => {
  const rows = rowsOfGroups(groups);
  expect(memberBeside(rows, 2, 1)).toBe(4);
  expect(memberBeside(rows, 4, -1)).toBe(2);
  expect(memberBeside(rows, 1, -1)).toBeNull();
  expect(memberBeside(rows, 4, 1)).toBeNull();
  expect(memberBeside(rows, -1, 1)).toBe(1);
});

const names = (rows: ReturnType<typeof rowsFound>) =>
  rows.flatMap((row) => (row.kind === "member" ? row.entry.name : []));

test("a search finds by any part of the name, or believes the server's ids", () => {
  expect(names(rowsFound(groups, "AN", null))).toEqual(["Ann", "Anton"]);
  expect(names(rowsFound(groups, "x", new Set(["2"])))).toEqual(["Bob"]);
  expect(rowsFound(groups, "x", null)).toEqual([]);
});
