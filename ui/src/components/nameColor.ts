/** Roles' colours, made readable on the grounds of both themes (WCAG: 4.5 to 1). */

/** What --color-bg and --color-highlight are at their hardest, as relative luminance. */
const LIGHT_GROUND = 0.86;
const DARK_GROUND = 0.022;
const CONTRAST_MIN = 4.5;

export interface NameColor {
  readonly light: string;
  readonly dark: string;
}

const known = new Map<number, NameColor>();
const KNOWN_MAX = 500;

/** Returns `color` (0xRRGGBB) as it is or, where that could not be read, nearer to black or white. */
export function nameColors(color: number): NameColor {
  const seen = known.get(color);
  if (seen) return seen;
  if (known.size >= KNOWN_MAX) known.clear();
  const made = { light: hex(readable(color, LIGHT_GROUND, 0)), dark: hex(readable(color, DARK_GROUND, 255)) };
  known.set(color, made);
  return made;
}

/** Both themes' colours as CSS; undefined where no role has one. */
export function nameColorOf(color: number | null): string | undefined {
  if (!color) return undefined;
  const { light, dark } = nameColors(color);
  return `light-dark(${light}, ${dark})`;
}

type Rgb = readonly [number, number, number];

function readable(color: number, ground: number, towards: 0 | 255): Rgb {
  const given: Rgb = [(color >> 16) & 255, (color >> 8) & 255, color & 255];
  const STEPS = 20;
  for (let step = 0; step <= STEPS; step++) {
    const mixed = given.map((part) => Math.round(part + ((towards - part) * step) / STEPS));
    const rgb: Rgb = [mixed[0] ?? 0, mixed[1] ?? 0, mixed[2] ?? 0];
    if (contrast(luminance(rgb), ground) >= CONTRAST_MIN) return rgb;
  }
  return [towards, towards, towards];
}

export function contrast(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

export function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

function hex(rgb: Rgb): string {
  return `#${rgb.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
