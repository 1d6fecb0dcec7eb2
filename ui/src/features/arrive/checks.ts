import { limits } from "../../limits.ts";

/** What the server would refuse of a name or a password (docs/rest-api.md), said before it is asked. */
export type Problem =
  | "arrive.usernameMissing"
  | "arrive.usernameCharacters"
  | "arrive.usernameLength"
  | "arrive.displayNameLong"
  | "arrive.passwordMissing"
  | "arrive.passwordShort"
  | "arrive.passwordLong";

const PASSWORD = { least: 8, most: 128 };

const lengthOf = (text: string) => [...text].length;

export function checkUsername(text: string): Problem | null {
  const name = text.trim();
  if (name === "") return "arrive.usernameMissing";
  if (/[@#:`\p{Cc}]/u.test(name)) return "arrive.usernameCharacters";
  return lengthOf(name) < limits.nameCharactersMin || lengthOf(name) > limits.nameCharactersMax
    ? "arrive.usernameLength"
    : null;
}

export function checkDisplayName(text: string): Problem | null {
  return lengthOf(text.trim()) > limits.nameCharactersMax ? "arrive.displayNameLong" : null;
}

export function checkPassword(text: string): Problem | null {
  if (text === "") return "arrive.passwordMissing";
  if (lengthOf(text) < PASSWORD.least) return "arrive.passwordShort";
  return lengthOf(text) > PASSWORD.most ? "arrive.passwordLong" : null;
}
