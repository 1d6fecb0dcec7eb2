// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { nextOf, pageOf, paths, readInvite, thenTo } from "./paths.ts";

const { origin, host } = location;

test("who logs in goes on to where they wanted to", () => {
  const wanted = "/channels/1/2?a=b";
  const { search } = new URL(thenTo(wanted), "http://localhost");
  expect(nextOf(search)).toBe(wanted);
});

test.each(["?next=https://evil.example", "?next=//evil.example", "?next=/\\evil.example", "?next=", ""])(
  "%s leads to no other host",
  (search) => expect(nextOf(search)).toBe(paths.home),
);

test.each([
  "aB3dE5fG",
  "  aB3dE5fG\n",
  "/invite/aB3dE5fG",
  `${origin}/invite/aB3dE5fG`,
  `${host}/invite/aB3dE5fG/`,
  `${origin}/invite/aB3dE5fG?from=mail#top`,
])("%s is an invite of here", (typed) => {
  expect(readInvite(typed)).toEqual({ kind: "code", code: "aB3dE5fG" });
});

test("a link to another host is told from a mistake", () => {
  const elsewhere = { kind: "elsewhere", host: "other.example" };
  expect(readInvite("https://other.example/invite/abc")).toEqual(elsewhere);
  expect(readInvite("other.example/invite/abc?x=1")).toEqual(elsewhere);
});

test.each(["", "   ", "a", `${origin}/channels/1`, `${origin}/invite/`, "not an invite", "https://", "<b>"])(
  "%j is no invite",
  (typed) => expect(readInvite(typed)).toEqual({ kind: "none" }),
);

test("only links to places in this client are pages of it", () => {
  expect(pageOf(`${origin}/channels/1/2/3`)).toBe(paths.message("1", "2", "3"));
  expect(pageOf(`${origin}/invite/abc?a=b`)).toBe("/invite/abc?a=b");
  for (const other of [
    `${origin}/settings/account`,
    `${origin}/api/v10/gateway`,
    "https://other.example/channels/1",
  ])
    expect(pageOf(other)).toBeNull();
});
