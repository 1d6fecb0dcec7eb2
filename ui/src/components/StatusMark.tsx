import type { ReactElement } from "react";
import { t } from "../text/t.ts";
import css from "./StatusMark.module.css";

export type Status = "online" | "idle" | "dnd" | "offline";

/** Each has a shape of its own: a disc, a half one, a diamond, a ring. */
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
      d="M4.9 0.46a1.56 1.56 0 0 1 2.2 0l4.44 4.44a1.56 1.56 0 0 1 0 2.2l-4.44 4.44a1.56 1.56 0 0 1-2.2 0l-4.44-4.44a1.56 1.56 0 0 1 0-2.2z"
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
