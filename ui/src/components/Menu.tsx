import * as Radix from "radix-ui/dropdown-menu";
import type { ReactElement } from "react";
import { useLayer } from "./layers.ts";
import css from "./Menu.module.css";
import { type MenuItem, MenuRows, useMenuFocus } from "./menuItems.tsx";

export interface MenuProps {
  /** The button that opens it. */
  trigger: ReactElement;
  items: readonly MenuItem[];
  align?: "start" | "center" | "end" | undefined;
  side?: "top" | "right" | "bottom" | "left" | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
}

/** Things that a button offers. */
export function Menu({ trigger, items, align = "start", side = "bottom", onOpenChange }: MenuProps) {
  const layer = useLayer();
  const focus = useMenuFocus();
  return (
    <Radix.Root
      modal={false}
      onOpenChange={(open) => {
        focus.onOpenChange(open);
        onOpenChange?.(open);
      }}
    >
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal container={layer}>
        <Radix.Content
          align={align}
          className={css.menu}
          collisionPadding={8}
          loop
          onCloseAutoFocus={focus.onCloseAutoFocus}
          side={side}
          sideOffset={4}
        >
          <MenuRows choose={focus.choose} items={items} parts={Radix} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
