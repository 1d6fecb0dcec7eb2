import { expect, test } from "vitest";
import { loginThen, nextOf, paths } from "./paths.ts";

test("who logs in goes on to where they wanted to", () => {
  const wanted = "/channels/1/2?a=b";
  const { search } = new URL(loginThen(wanted), "http://localhost");
  expect(nextOf(search)).toBe(wanted);
});

test.each(["?next=https://evil.example", "?next=//evil.example", "?next=/\\evil.example", "?next=", ""])(
  "%s leads to no other host",
  (search) => expect(nextOf(search)).toBe(paths.home),
);
