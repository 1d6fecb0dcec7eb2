import { type ReactElement, useState } from "react";
import { useEscape } from "./escape.ts";
import { type Align, MenuFloat, type Side, useTrigger } from "./float.ts";
import type { MenuItem } from "./menuItems.tsx";

export interface MenuProps {
  /** The button that opens it: one element that takes a ref and native props. */
  trigger: ReactElement;
  items: readonly MenuItem[];
  align?: Align | undefined;
  side?: Side | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
}

/** Things that a button offers. */
export function Menu({ trigger, items, align = "start", side = "bottom", onOpenChange }: MenuProps) {
  const [open, setOpen] = useState<{ byKey: boolean } | null>(null);
  const change = (next: { byKey: boolean } | null) => {
    setOpen(next);
    onOpenChange?.(next !== null);
  };
  useEscape(open !== null, () => change(null));
  const [drawn, button] = useTrigger(trigger, "menu", open !== null, {
    // A press by Enter or Space has no clicks to count.
    onClick: (event) => change(open ? null : { byKey: event.detail === 0 }),
    onKeyDown: (event) => {
      if (event.key !== "ArrowDown" || open) return;
      event.preventDefault();
      change({ byKey: true });
    },
  });
  return (
    <>
      {drawn}
      {open && button && (
        <MenuFloat
          align={align}
          before={button}
          byKey={open.byKey}
          items={items}
          label={button.getAttribute("aria-label") ?? button.textContent ?? undefined}
          onClose={() => change(null)}
          onFailed={() => change(null)}
          opener={button}
          place={button}
          side={side}
        />
      )}
    </>
  );
}
