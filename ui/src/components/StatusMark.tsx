import type { ReactElement } from "react";
import { t } from "../text/t.ts";
import css from "./StatusMark.module.css";

export type Status = "online" | "idle" | "dnd" | "offline";

/** Each has a shape of its own: full, half, crossed, hollow. */
const SHAPES: Record<Status, ReactElement> = {
  online: <circle cx="6" cy="6" fill="currentColor" r="6" />,
  idle: (
    <>
      <circle cx="6" cy="6" fill="none" r="4.9" stroke="currentColor" strokeWidth="2.2" />
      <path d="M6 0a6 6 0 0 0 0 12z" fill="currentColor" />
    </>
  ),
  dnd: (
    <path
      d="M1.5 0h9A1.5 1.5 0 0 1 12 1.5V4.6H0V1.5A1.5 1.5 0 0 1 1.5 0zM0 7.4h12v3.1a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 0 10.5z"
      fill="currentColor"
    />
  ),
  offline: <circle cx="6" cy="6" fill="none" r="4.9" stroke="currentColor" strokeWidth="2.2" />,
};

/** Presence, by colour and by shape. */
export function StatusMark({ status }: { status: Status }) {
  return (
    <svg
      aria-label={t(`components.status.${status}`)}
      className={`${css.mark} ${css[status]}`}
      role="img"
      viewBox="0 0 12 12"
    >
      {SHAPES[status]}
    </svg>
  );
}
