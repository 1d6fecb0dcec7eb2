import { expect, it } from "vitest";
import { checkDisplayName, checkPassword, checkUsername } from "./checks.ts";

it("a user name has 2 to 32 characters, whatever they are made of", () => {
  expect(checkUsername("ab")).toBeNull();
  expect(checkUsername("🔔".repeat(32))).toBeNull();
  expect(checkUsername(" a ")).toBe("arrive.usernameLength");
  expect(checkUsername("a".repeat(33))).toBe("arrive.usernameLength");
  expect(checkUsername("   ")).toBe("arrive.usernameMissing");
});

it("a user name has none of the characters that begin a mention", () => {
  for (const name of ["a@b", "a#b", "a:b", "a`b", "a\u0007b"])
    expect(checkUsername(name)).toBe("arrive.usernameCharacters");
});

it("a password has 8 to 128 characters, spaces among them", () => {
  expect(checkPassword("")).toBe("arrive.passwordMissing");
  expect(checkPassword("1234567")).toBe("arrive.passwordShort");
  expect(checkPassword("        ")).toBeNull();
  expect(checkPassword("a".repeat(128))).toBeNull();
  expect(checkPassword("a".repeat(129))).toBe("arrive.passwordLong");
});

it("a display name may be left out", () => {
  expect(checkDisplayName("")).toBeNull();
  expect(checkDisplayName("a".repeat(33))).toBe("arrive.displayNameLong");
});
