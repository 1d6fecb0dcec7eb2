import { expect, it } from "vitest";
import { comesFromInvite } from "./invitation.ts";

it("who was sent here by an invitation is told that they join afterwards", () => {
  expect(comesFromInvite("next=%2Finvite%2Fabc")).toBe(true);
  expect(comesFromInvite("next=%2Fsettings%2Fbots")).toBe(false);
});
