import css from "./Avatar.module.css";
import { classes } from "./classes.ts";
import { colorOf, initials } from "./initials.ts";
import { type Status, StatusMark } from "./StatusMark.tsx";

export interface AvatarProps {
  name: string;
  /** Decides the colour. */
  id: string;
  /** 24, 32, 40 and 64 px. */
  size?: "sm" | "md" | "lg" | "xl" | undefined;
  status?: Status | undefined;
  /** A thing and not somebody. */
  square?: boolean | undefined;
}

/** Who or what it is, at a glance. Its name is to stand beside it or on what it is in. */
export function Avatar({ name, id, size = "md", status, square }: AvatarProps) {
  return (
    <span className={classes(css.avatar, css[size], square && css.square, status && css.notched)}>
      <span aria-hidden className={classes(css.face, css[`color${colorOf(id)}`])}>
        {initials(name)}
      </span>
      {status && (
        <span className={css.status}>
          <StatusMark status={status} />
        </span>
      )}
    </span>
  );
}
