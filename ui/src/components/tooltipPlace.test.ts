import { expect, test } from "vitest";
import { placedBeside } from "./tooltipPlace.ts";

const window = { width: 400, height: 300 };
const tip = { width: 100, height: 20 };

test("it stands in the middle of the side that is wished", () => {
  const anchor = { x: 180, y: 140, width: 40, height: 40 };
  expect(placedBeside(anchor, tip, "top", window)).toEqual({ x: 150, y: 114 });
  expect(placedBeside(anchor, tip, "right", window)).toEqual({ x: 226, y: 150 });
});

test("without room it stands on the other side", () => {
  const anchor = { x: 180, y: 4, width: 40, height: 40 };
  expect(placedBeside(anchor, tip, "top", window).y).toBe(50);
});

test("it never leaves the window", () => {
  const corner = { x: 390, y: 290, width: 10, height: 10 };
  expect(placedBeside(corner, tip, "top", window)).toEqual({ x: 292, y: 264 });
});
