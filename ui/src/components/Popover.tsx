import * as Radix from "radix-ui/popover";
import type { ReactElement, ReactNode } from "react";
import { classes } from "./classes.ts";
import { useLayer } from "./layers.ts";
import css from "./Popover.module.css";

export interface PopoverProps {
  /** The button that opens it. */
  trigger: ReactElement;
  /** Its name, for those who listen. */
  label: string;
  children: ReactNode;
  side?: "top" | "right" | "bottom" | "left" | undefined;
  align?: "start" | "center" | "end" | undefined;
  /** Without room at its edges. */
  bare?: boolean | undefined;
  /** Who opens and closes it, if not the trigger alone. */
  open?: boolean | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
}

/** Something small beside its button. Esc or a press elsewhere closes it; the focus goes back. */
export function Popover({
  trigger,
  label,
  children,
  side = "bottom",
  align = "center",
  bare,
  ...state
}: PopoverProps) {
  const layer = useLayer();
  const root = {
    ...(state.open === undefined ? {} : { open: state.open }),
    ...(state.onOpenChange ? { onOpenChange: state.onOpenChange } : {}),
  };
  return (
    <Radix.Root {...root}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal container={layer}>
        <Radix.Content
          align={align}
          aria-label={label}
          className={classes(css.popover, !bare && css.padded)}
          collisionPadding={8}
          side={side}
          sideOffset={6}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
