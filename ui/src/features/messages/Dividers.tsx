import { t } from "../../text/t.ts";
import css from "./Dividers.module.css";
import { clockTime, dateText, dayNumber } from "./time.ts";

export function DateDivider({ atMs }: { atMs: number }) {
  return (
    <div className={css.date}>
      <span>{dateText(atMs)}</span>
    </div>
  );
}

/** Where what is new since the last visit begins. */
export function NewDivider({ count, more, sinceMs }: { count: number; more: boolean; sinceMs: number }) {
  return (
    <div className={css.unread}>
      <span>{newSince(count, more, sinceMs)}</span>
    </div>
  );
}

export function newSince(count: number, more: boolean, sinceMs: number): string {
  const time = dayNumber(sinceMs) === dayNumber(Date.now()) ? clockTime(sinceMs) : dateText(sinceMs);
  return more ? t("messages.newMore", { count, time }) : t("messages.new", { count, time });
}
