import * as Radix from "radix-ui/tooltip";
import type { ReactElement, ReactNode } from "react";
import { useLayer } from "./layers.ts";
import css from "./Tooltip.module.css";

export interface TooltipProps {
  text: ReactNode;
  /** One element that takes a ref and native props. */
  children: ReactElement;
  side?: "top" | "right" | "bottom" | "left" | undefined;
}

/** A word about its child, on hover and on focus. It describes; the child's name must stand without it. */
export function Tooltip({ text, children, side = "top" }: TooltipProps) {
  const layer = useLayer();
  return (
    <Radix.Provider delayDuration={350} disableHoverableContent={false}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal container={layer}>
          <Radix.Content className={css.tooltip} collisionPadding={8} side={side} sideOffset={6}>
            {text}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
