import { expect, it } from "vitest";
import "../../text/forTests.ts";
import { ago } from "./ago.ts";

const NOW = Date.UTC(2026, 0, 31, 12);

it("a time is told as people say it", () => {
  expect(ago(NOW - 5_000, NOW)).toBe("just now");
  expect(ago(NOW + 5_000, NOW)).toBe("just now");
  expect(ago(NOW - 5 * 60_000, NOW)).toBe("5 minutes ago");
  expect(ago(NOW - 90 * 60_000, NOW)).toBe("1 hour ago");
  expect(ago(NOW - 24 * 3_600_000, NOW)).toBe("yesterday");
  expect(ago(Date.UTC(2025, 6, 14, 12), NOW)).toBe("July 14, 2025");
});
