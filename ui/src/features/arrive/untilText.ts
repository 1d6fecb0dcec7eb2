import { locale } from "../../text/locale.ts";

const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });

const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

/** "in 3 hours": how far `atMs` is from `nowMs`, in the largest unit that fits. */
export function untilText(atMs: number, nowMs: number): string {
  const distance = atMs - nowMs;
  for (const [unit, length] of UNITS)
    if (Math.abs(distance) >= length) return relative.format(Math.round(distance / length), unit);
  return relative.format(Math.sign(distance) || 1, "minute");
}
