import type { TimestampStyle } from "../../../markdown/ast.ts";
import { hourCycle, locale } from "../../../text/locale.ts";

const FORMATS: Readonly<Record<Exclude<TimestampStyle, "R">, Intl.DateTimeFormatOptions>> = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { day: "2-digit", month: "2-digit", year: "numeric" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short", hourCycle },
  F: { dateStyle: "full", timeStyle: "short", hourCycle },
};

const inWords = (style: TimestampStyle) => style === "D" || style === "f" || style === "F";

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];

const formats = new Map<string, Intl.DateTimeFormat>();
let relative: Intl.RelativeTimeFormat | undefined;

/** Returns a point in time as `style` asks, in the reader's zone. */
export function timeText(unix: number, style: TimestampStyle, nowMs: number): string {
  if (style === "R") return relativeText(unix - Math.floor(nowMs / 1000));
  let format = formats.get(style);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(inWords(style) ? locale : undefined, FORMATS[style]);
    formats.set(style, format);
  }
  return format.format(unix * 1000);
}

function relativeText(seconds: number): string {
  relative ??= new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const [unit, length] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? (["second", 1] as const);
  return relative.format(Math.trunc(seconds / length), unit);
}

/** Returns how long a relative time stays true: seconds are counted only near to it. */
export function staleAfterMs(unix: number, nowMs: number): number {
  const away = Math.abs(unix * 1000 - nowMs);
  if (away < 60_000) return 1000;
  return away < 3_600_000 ? 15_000 : 300_000;
}
