import type { ComponentProps } from "react";
import { classes } from "./classes.ts";
import { Icon, type IconType } from "./Icon.tsx";
import css from "./IconButton.module.css";
import { Kbd } from "./Kbd.tsx";
import { Tooltip } from "./Tooltip.tsx";

export interface IconButtonProps extends ComponentProps<"button"> {
  /** Its name, and what its tooltip says. */
  label: string;
  icon: IconType;
  /** Keys that do the same, "Ctrl+K". */
  keys?: string | undefined;
  danger?: boolean | undefined;
  /** Half as big, for rows and bars. */
  small?: boolean | undefined;
  side?: "top" | "right" | "bottom" | "left" | undefined;
}

export function IconButton({ label, icon, keys, danger, small, side, ...native }: IconButtonProps) {
  return (
    <Tooltip
      side={side}
      text={
        <>
          {label}
          {keys && <Kbd keys={keys} />}
        </>
      }
    >
      <button
        type="button"
        {...native}
        aria-keyshortcuts={keys?.replace("Ctrl", "Control").replace("Esc", "Escape")}
        aria-label={label}
        className={classes(css.button, danger && css.danger, small && css.small, native.className)}
      >
        <Icon of={icon} />
      </button>
    </Tooltip>
  );
}
