import { expect, test } from "vitest";
import { readInvite } from "./inviteCode.ts";

const ORIGIN = "https://chat.example:8443";

test.each([
  "aB3dE5fG",
  "  aB3dE5fG ",
  "https://chat.example:8443/invite/aB3dE5fG",
  "chat.example:8443/invite/aB3dE5fG/",
  "https://chat.example:8443/invite/aB3dE5fG?from=mail",
])("%s is an invite of here", (typed) => {
  expect(readInvite(typed, ORIGIN)).toEqual({ kind: "code", code: "aB3dE5fG" });
});

test("a link to another host is told from a mistake", () => {
  expect(readInvite("https://other.example/invite/abc", ORIGIN)).toEqual({
    kind: "elsewhere",
    host: "other.example",
  });
});

test.each(["", "   ", "https://chat.example:8443/channels/1", "not an invite", "https://"])(
  "%j is none",
  (typed) => expect(readInvite(typed, ORIGIN)).toEqual({ kind: "none" }),
);
