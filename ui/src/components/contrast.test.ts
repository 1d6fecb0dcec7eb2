import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

type Theme = "light" | "dark";
type Rgb = readonly [red: number, green: number, blue: number];

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");

function hexOf(token: string, theme: Theme): string {
  const hex = "#[0-9a-f]{6}(?:[0-9a-f]{2})?";
  const found = css.match(
    new RegExp(`--${token}: (?:light-dark\\((?<light>${hex}), (?<dark>${hex})\\)|(?<both>${hex}));`),
  )?.groups;
  const value = found?.[theme] ?? found?.both;
  if (!value) throw new Error(`--${token} is no colour of tokens.css`);
  return value;
}

function channels(hex: string): number[] {
  return [1, 3, 5, 7].filter((at) => at < hex.length).map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}

/** Returns the colour that is seen when `hex`, perhaps translucent, lies on `ground`. */
function over(hex: string, ground: Rgb): Rgb {
  const [red = 0, green = 0, blue = 0, alpha = 255] = channels(hex);
  const mix = (top: number, below: number) => (top * alpha + below * (255 - alpha)) / 255;
  return [mix(red, ground[0]), mix(green, ground[1]), mix(blue, ground[2])];
}

const WHITE: Rgb = [255, 255, 255];

/** WCAG 2.2, relative luminance. */
function luminance(rgb: Rgb): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Rgb, other: Rgb): number {
  const [bright, dim] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (bright + 0.05) / (dim + 0.05);
}

/** What `tokens` look like, each laid on the one before. */
function stacked(tokens: string, theme: Theme): Rgb {
  return tokens.split(" on ").reduceRight((ground, token) => over(hexOf(token, theme), ground), WHITE);
}

const GROUNDS = ["color-bg", "color-surface", "color-surface-deep", "color-raised", "color-field"];
const UNDER_POINTER = ["color-bg", "color-surface", "color-raised"].flatMap((ground) => [
  `color-hover on ${ground}`,
  `color-active on ${ground}`,
]);
const TINTS = ["color-highlight", "color-code-bg", "color-accent-soft", "color-hover on color-highlight"];

/** Text and what it may stand on: 4.5:1. */
const TEXT: readonly [text: string, grounds: readonly string[]][] = [
  ["color-text", [...GROUNDS, ...UNDER_POINTER, ...TINTS, "color-danger-soft", "color-warning-soft"]],
  ["color-text", ["color-success-soft", "color-mention-bg"]],
  ["color-text-muted", [...GROUNDS, ...UNDER_POINTER, ...TINTS]],
  ["color-text-faint", [...GROUNDS, ...UNDER_POINTER, "color-highlight", "color-hover on color-highlight"]],
  ["color-link", [...GROUNDS, ...UNDER_POINTER, ...TINTS]],
  ["color-accent", [...GROUNDS, ...UNDER_POINTER, ...TINTS]],
  ["color-danger", [...GROUNDS, ...UNDER_POINTER, "color-danger-soft"]],
  ["color-warning", [...GROUNDS, ...UNDER_POINTER, "color-warning-soft"]],
  ["color-success", [...GROUNDS, ...UNDER_POINTER, "color-success-soft"]],
  ["color-badge", [...GROUNDS, "color-highlight"]],
  ["color-mention-text", ["color-mention-bg"]],
  ["color-accent-text", ["color-accent", "color-accent-hover"]],
  ["color-danger-text", ["color-danger", "color-danger-hover"]],
  ["color-badge-text", ["color-badge"]],
  ...["keyword", "string", "number", "title", "comment", "addition", "deletion"].map(
    (part): [string, string[]] => [`code-${part}`, ["color-code-bg"]],
  ),
  ["avatar-text", [1, 2, 3, 4, 5, 6, 7, 8].map((number) => `avatar-${number}`)],
];

/** What is needed to recognise a control or a state: 3:1. */
const PARTS: readonly [part: string, grounds: readonly string[]][] = [
  ["color-border-strong", GROUNDS],
  ["color-focus", [...GROUNDS, ...UNDER_POINTER, "color-highlight"]],
  ...["online", "idle", "dnd", "offline"].map((status): [string, string[]] => [`status-${status}`, GROUNDS]),
];

describe.each<Theme>(["light", "dark"])("in the %s theme", (theme) => {
  const tooFaint = (pairs: typeof TEXT, least: number) =>
    pairs.flatMap(([front, grounds]) =>
      grounds
        .map((ground) => ({
          pair: `${front} on ${ground}`,
          ratio: contrast(stacked(`${front} on ${ground}`, theme), stacked(ground, theme)),
        }))
        .filter(({ ratio }) => ratio < least)
        .map(({ pair, ratio }) => `${pair}: ${ratio.toFixed(2)}`),
    );

  it("text has a contrast of 4.5:1 on every ground that it may stand on", () => {
    expect(tooFaint(TEXT, 4.5)).toEqual([]);
  });

  it("what shows a control, the focus or a presence has 3:1", () => {
    expect(tooFaint(PARTS, 3)).toEqual([]);
  });
});
