import { describe, expect, it } from "vitest";
import type { TimestampStyle } from "../../../markdown/ast.ts";
import { staleAfterMs, timeText } from "./times.ts";

const NOW_MS = Date.UTC(2026, 10, 22, 12);
const now = NOW_MS / 1000;

describe("a point in time", () => {
  it("is different in every style", () => {
    const styles: TimestampStyle[] = ["t", "T", "d", "D", "f", "F", "R"];
    const texts = styles.map((style) => timeText(now, style, NOW_MS));
    expect(new Set(texts).size).toBe(styles.length);
  });

  it.each([
    [0, "now"],
    [59, "in 59 seconds"],
    [-60, "1 minute ago"],
    [-7199, "1 hour ago"],
    [86_400, "tomorrow"],
    [40 * 86_400, "next month"],
    [-800 * 86_400, "2 years ago"],
  ])("%i seconds away is %s", (seconds, text) => {
    expect(timeText(now + seconds, "R", NOW_MS)).toBe(text);
  });

  it("is counted in seconds only near to it", () => {
    expect(staleAfterMs(now + 30, NOW_MS)).toBe(1000);
    expect(staleAfterMs(now + 600, NOW_MS)).toBeGreaterThan(1000);
    expect(staleAfterMs(now - 86_400, NOW_MS)).toBeGreaterThan(60_000);
  });
});
