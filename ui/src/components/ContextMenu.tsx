import * as Radix from "radix-ui/context-menu";
import type { ReactElement } from "react";
import { useLayer } from "./layers.ts";
import css from "./Menu.module.css";
import { type MenuItem, MenuRows, useMenuFocus } from "./menuItems.tsx";

export interface ContextMenuProps {
  /** One element that takes a ref and native props: what the menu is about. */
  children: ReactElement;
  items: readonly MenuItem[];
  onOpenChange?: ((open: boolean) => void) | undefined;
}

/** Things to do with what is under the pointer: right click, long press, or the menu key. */
export function ContextMenu({ children, items, onOpenChange }: ContextMenuProps) {
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
      <Radix.Trigger asChild disabled={items.length === 0}>
        {children}
      </Radix.Trigger>
      <Radix.Portal container={layer}>
        <Radix.Content
          className={css.menu}
          collisionPadding={8}
          loop
          onCloseAutoFocus={focus.onCloseAutoFocus}
        >
          <MenuRows choose={focus.choose} items={items} parts={Radix} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
