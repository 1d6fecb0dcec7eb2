import { expect, it } from "vitest";
import { comesFromInvite, inviteCode, withNext } from "./invitation.ts";

it("an invite is found in a link, a path, or by its code", () => {
  for (const pasted of [
    "abc123XY",
    "  abc123XY\n",
    "/invite/abc123XY",
    "https://chat.example/invite/abc123XY",
    "chat.example/invite/abc123XY/",
    "https://chat.example/invite/abc123XY?from=mail#top",
  ])
    expect(inviteCode(pasted)).toBe("abc123XY");
});

it("what is no invite is none", () => {
  for (const pasted of ["", "a", "two words", "https://chat.example/", "https://chat.example/invite/", "<b>"])
    expect(inviteCode(pasted)).toBeNull();
});

it("registering and logging in lead to the same place", () => {
  expect(withNext("/register", "next=%2Finvite%2Fabc")).toBe("/register?next=%2Finvite%2Fabc");
  expect(withNext("/login", "")).toBe("/login");
  expect(comesFromInvite("next=%2Finvite%2Fabc")).toBe(true);
  expect(comesFromInvite("next=%2Fsettings%2Fbots")).toBe(false);
});
