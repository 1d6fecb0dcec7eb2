import fc from "fast-check";
import { expect, it } from "vitest";
import { contrast, luminance, nameColors } from "./nameColor.ts";

const rgb = (text: string) =>
  [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16)) as unknown as [number, number, number];

it("every role's colour can be read in both themes", () => {
  const [paper, warm] = [luminance(rgb("#fdfcf8")), luminance(rgb("#fbeeda"))];
  const [night, dusk] = [luminance(rgb("#191e21")), luminance(rgb("#2f271b"))];
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffffff }), (color) => {
      const { light, dark } = nameColors(color);
      for (const ground of [paper, warm])
        expect(contrast(luminance(rgb(light)), ground)).toBeGreaterThanOrEqual(4.5);
      for (const ground of [night, dusk])
        expect(contrast(luminance(rgb(dark)), ground)).toBeGreaterThanOrEqual(4.5);
    }),
  );
});

it("a colour that can be read stays as it is", () => {
  expect(nameColors(0x0b4f8a).light).toBe("#0b4f8a");
  expect(nameColors(0xf2c879).dark).toBe("#f2c879");
});
