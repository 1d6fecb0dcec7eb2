import type { ComponentProps, MouseEvent } from "react";
import css from "./Button.module.css";
import { classes } from "./classes.ts";
import { Icon, type IconType } from "./Icon.tsx";

export interface ButtonProps extends ComponentProps<"button"> {
  kind?: "primary" | "quiet" | "danger" | undefined;
  /** Under way: keeps the focus and its size, does nothing when pressed. */
  busy?: boolean | undefined;
  icon?: IconType | undefined;
  /** As wide as what it stands in. */
  wide?: boolean | undefined;
}

export function Button({ kind = "quiet", busy, icon, wide, ...native }: ButtonProps) {
  const { className, children, onClick, ...rest } = native;
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (busy) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy || undefined}
      aria-disabled={busy || rest["aria-disabled"]}
      className={classes(css.button, css[kind], wide && css.wide, className)}
      onClick={press}
    >
      <span className={css.label}>
        {icon && <Icon of={icon} />}
        {children}
      </span>
      {busy && <span aria-hidden className={css.wheel} />}
    </button>
  );
}
