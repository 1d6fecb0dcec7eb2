import { expect, it } from "vitest";
import { forgetGone, HEIGHTS_MAX } from "./forgetGone.ts";
import type { Row } from "./rows.ts";

const rows = Array.from({ length: 10 }, (_, index) => ({ key: `row ${index}` }) as Row);

it("heights of rows that went are forgotten when they are many, those of rows that are here never", () => {
  const heights = new Map<string | number | bigint, number>(rows.map(({ key }) => [key, 20]));
  for (let gone = 0; gone < HEIGHTS_MAX - rows.length; gone += 1) heights.set(`gone ${gone}`, 20);
  forgetGone(rows, heights);
  expect(heights.size).toBe(HEIGHTS_MAX);
  heights.set("one more", 20);
  forgetGone(rows, heights);
  expect([...heights.keys()]).toEqual(rows.map(({ key }) => key));
});
