import { expect, it } from "vitest";
import { AVATAR_COLORS, colorOf, initials } from "./initials.ts";

it("initials are of the first two words, and whole characters", () => {
  expect(initials("Ada Lovelace")).toBe("AL");
  expect(initials("  grace   hopper the third ")).toBe("GH");
  expect(initials("bell_ringer")).toBe("BR");
  expect(initials("çelik")).toBe("Ç");
  expect(initials("👩‍🚀 crew")).toBe("👩‍🚀C");
  expect(initials("")).toBe("");
});

it("ids that were given one after the other have different colours, and each always the same", () => {
  const ids = Array.from({ length: 64 }, (_, index) => String(1_188_000_000_000_000_000n + BigInt(index)));
  const colors = ids.map(colorOf);
  expect(new Set(colors).size).toBe(AVATAR_COLORS);
  expect(ids.map(colorOf)).toEqual(colors);
  for (const color of colors) expect(color >= 1 && color <= AVATAR_COLORS).toBe(true);
});
