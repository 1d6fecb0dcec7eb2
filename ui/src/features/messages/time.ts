/** Times as people say them, in their own zone. What is only digits stands as they are used to, words as the texts. */

import { hourCycle, locale } from "../../text/locale.ts";

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: "short" });
const long = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "short", hourCycle });
const date = new Intl.DateTimeFormat(locale, { dateStyle: "long" });
const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });

const DAY_MS = 86_400_000;

/** 12:04 */
export function clockTime(ms: number): string {
  return clock.format(ms);
}

/** Today at 12:04, yesterday at 12:04, or a short date with the time. */
export function messageTime(ms: number, nowMs: number): string {
  const days = dayNumber(ms) - dayNumber(nowMs);
  const dayText = days === 0 || days === -1 ? capital(relative.format(days, "day")) : day.format(ms);
  return days === 0 ? clock.format(ms) : `${dayText}, ${clock.format(ms)}`;
}

/** All of it, for titles. */
export function fullTime(ms: number): string {
  return long.format(ms);
}

/** 22 November 2026 */
export function dateText(ms: number): string {
  return date.format(ms);
}

/** Counts days of the reader's zone. */
export function dayNumber(ms: number): number {
  const at = new Date(ms);
  return Math.round(Date.UTC(at.getFullYear(), at.getMonth(), at.getDate()) / DAY_MS);
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
