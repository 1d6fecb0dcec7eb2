import { locale } from "../../text/locale.ts";
import { t } from "../../text/t.ts";

const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
const date = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric" });

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** "3 hours ago"; what is older than a month has its date. */
export function ago(atMs: number, nowMs: number): string {
  const passed = Math.max(0, nowMs - atMs);
  if (passed < MINUTE_MS) return t("settings.justNow");
  if (passed < HOUR_MS) return relative.format(-Math.floor(passed / MINUTE_MS), "minute");
  if (passed < DAY_MS) return relative.format(-Math.floor(passed / HOUR_MS), "hour");
  if (passed < 31 * DAY_MS) return relative.format(-Math.floor(passed / DAY_MS), "day");
  return date.format(atMs);
}
