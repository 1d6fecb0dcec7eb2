import { expect, test } from "vitest";
import { channelName, finishedName } from "./channelName.ts";

test.each([
  ["General Chat", "general-chat"],
  ["#general", "general"],
  ["  Two   words ", "two-words"],
  ["already-fine_1", "already-fine_1"],
  ["Grüße Ωmega", "grüße-ωmega"],
  ["🔔 bells", "🔔-bells"],
  ["---", ""],
])("%j becomes %j", (typed, name) => expect(finishedName(typed)).toBe(name));

test("who types a space goes on writing after a dash", () => {
  expect(channelName("two ")).toBe("two-");
  expect(channelName("two w")).toBe("two-w");
});
