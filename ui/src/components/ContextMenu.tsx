import { cloneElement, type MouseEvent, type PointerEvent, type ReactElement, useRef, useState } from "react";
import { useEscape } from "./escape.ts";
import { after, MenuFloat, type Place, type Trigger } from "./float.ts";
import type { MenuItem } from "./menuItems.tsx";

/** A finger that stays asks for the menu, where the system does not say so itself. */
const LONG_PRESS_MS = 600;

export interface ContextMenuProps {
  /** One element that takes native props: what the menu is about. */
  children: ReactElement;
  items: readonly MenuItem[];
}

interface Open {
  readonly place: Place;
  readonly before: HTMLElement | null;
  readonly byKey: boolean;
}

/** Things to do with what is under the pointer: right click, long press, or the menu key. */
export function ContextMenu({ children, items }: ContextMenuProps) {
  const [open, setOpen] = useState<Open | null>(null);
  const press = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEscape(open !== null, () => setOpen(null));
  const openAt = (x: number, y: number, byKey: boolean) => {
    const active = document.activeElement;
    const before = active instanceof HTMLElement ? active : null;
    setOpen({ place: { getBoundingClientRect: () => new DOMRect(x, y, 0, 0) }, before, byKey });
  };
  const letGo = () => clearTimeout(press.current);
  const { props } = children as Trigger;
  return (
    <>
      {cloneElement(
        children as Trigger,
        {
          onContextMenu: after<MouseEvent>(props.onContextMenu, (event) => {
            letGo();
            if (items.length === 0) return;
            event.preventDefault();
            // Keys do not press a button of the mouse.
            openAt(event.clientX, event.clientY, event.button !== 2);
          }),
          onPointerDown: after<PointerEvent>(props.onPointerDown, ({ pointerType, clientX, clientY }) => {
            letGo();
            if (pointerType === "mouse" || items.length === 0) return;
            press.current = setTimeout(() => {
              quietRelease();
              openAt(clientX, clientY, false);
            }, LONG_PRESS_MS);
          }),
          onPointerMove: after<PointerEvent>(props.onPointerMove, letGo),
          onPointerUp: after<PointerEvent>(props.onPointerUp, letGo),
          onPointerCancel: after<PointerEvent>(props.onPointerCancel, letGo),
        } as object,
      )}
      {open && (
        <MenuFloat
          {...open}
          align="start"
          items={items}
          key={`${open.place.getBoundingClientRect().x} ${open.place.getBoundingClientRect().y}`}
          label={undefined}
          onClose={() => setOpen(null)}
          onFailed={() => setOpen(null)}
          opener={null}
          side="bottom"
        />
      )}
    </>
  );
}

/** The finger that is lifted presses nothing: the browser would make a click of it, and that closes the menu. */
function quietRelease(): void {
  const over = new AbortController();
  const release = (event: TouchEvent) => {
    if (event.type === "touchend") event.preventDefault();
    over.abort();
  };
  for (const type of ["touchend", "touchcancel"] as const) {
    document.addEventListener(type, release, { passive: false, signal: over.signal });
  }
}
