import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { LiveLog } from "./liveLog.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function logged() {
  const said: string[] = [];
  const log = new LiveLog({
    everyMs: 1_000,
    one: ({ author, text }) => `${author}: ${text}`,
    many: (count) => `${count} new messages`,
    say: (text) => said.push(text),
  });
  const hear = (...texts: string[]) => log.hear(texts.map((text) => ({ author: "Ann", text })));
  return { log, said, hear };
}

it("a message is said at once", () => {
  const { said, hear } = logged();
  hear("hi");
  expect(said).toEqual(["Ann: hi"]);
});

it("what comes within a second is said together, once", () => {
  const { said, hear } = logged();
  hear("hi");
  for (const text of "abcdef") hear(text);
  expect(said).toHaveLength(1);
  vi.advanceTimersByTime(999);
  expect(said).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(said).toEqual(["Ann: hi", "6 new messages"]);
});

it("a burst of ten seconds is at most eleven updates, and a single one after it is read out whole", () => {
  const { said, hear } = logged();
  for (let at = 0; at < 2_000; at++) {
    hear("x");
    vi.advanceTimersByTime(5);
  }
  expect(said.length).toBeLessThanOrEqual(11);
  vi.advanceTimersByTime(5_000);
  hear("and now?");
  expect(said.at(-1)).toBe("Ann: and now?");
});

it("a channel that was left says nothing more", () => {
  const { log, said, hear } = logged();
  hear("a");
  hear("b");
  log.stop();
  vi.advanceTimersByTime(5_000);
  expect(said).toEqual(["Ann: a"]);
});
