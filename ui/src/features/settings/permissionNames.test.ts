import { expect, it } from "vitest";
import { asked, RIGHTS, readPermissions } from "./permissionNames.ts";

it("an install link says by name what the bot may do, and how much has no name", () => {
  expect(asked(8n | 2048n)).toEqual({ names: ["ADMINISTRATOR"], others: 0 });
  expect(asked((1n << 11n) | (1n << 10n) | (1n << 20n) | (1n << 35n))).toEqual({
    names: ["VIEW_CHANNEL", "SEND_MESSAGES"],
    others: 2,
  });
  expect(asked(0n)).toEqual({ names: [], others: 0 });
});

it("a number that is none asks for nothing", () => {
  expect(readPermissions("68608")).toBe(68608n);
  expect(readPermissions("18446744073709551616")).toBe(0n);
  for (const text of [null, "", "-1", "8n", "1e3", "0x8"]) expect(readPermissions(text)).toBe(0n);
});

it("who only takes part manages nothing", () => {
  expect(asked(RIGHTS.talk).names).not.toContain("MANAGE_MESSAGES");
  expect(asked(RIGHTS.moderate).names).toContain("BAN_MEMBERS");
});
