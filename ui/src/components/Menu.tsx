import {
  cloneElement,
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
  useRef,
  useState,
} from "react";
import { type Align, after, bothRefs, type Side, type Trigger, useFloats } from "./float.ts";
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
  const button = useRef<HTMLElement>(null);
  const [open, setOpen] = useState<{ byKey: boolean } | null>(null);
  const change = (next: { byKey: boolean } | null) => {
    setOpen(next);
    onOpenChange?.(next !== null);
  };
  const floats = useFloats(open !== null, () => change(null));
  const { props } = trigger as Trigger;
  return (
    <>
      {cloneElement(
        trigger as Trigger,
        {
          ref: bothRefs(props.ref, (element) => {
            button.current = element;
          }),
          "aria-haspopup": "menu",
          "aria-expanded": open !== null,
          "data-state": open ? "open" : "closed",
          // A press by Enter or Space has no clicks to count.
          onClick: after<MouseEvent>(props.onClick, (event) =>
            change(open ? null : { byKey: event.detail === 0 }),
          ),
          onKeyDown: after<KeyboardEvent>(props.onKeyDown, (event) => {
            if (event.key !== "ArrowDown" || open) return;
            event.preventDefault();
            change({ byKey: true });
          }),
        } as object,
      )}
      {open && floats && button.current && (
        <floats.MenuFloat
          align={align}
          before={button.current}
          byKey={open.byKey}
          items={items}
          label={button.current.getAttribute("aria-label") ?? button.current.textContent ?? undefined}
          onClose={() => change(null)}
          opener={button.current}
          place={button.current}
          side={side}
        />
      )}
    </>
  );
}
