import { Menu as RadixMenu } from "radix-ui/internal";
import * as RadixPopover from "radix-ui/popover";
import { type ReactNode, useEffect, useRef } from "react";
import { classes } from "./classes.ts";
import type { Align, Place, Side } from "./float.ts";
import { useLayer } from "./layers.ts";
import menuCss from "./Menu.module.css";
import { type MenuItem, MenuRows } from "./menuItems.tsx";
import popoverCss from "./Popover.module.css";

/** From the edges of the window. */
const MARGIN_PX = 8;

export interface MenuFloatProps {
  place: Place;
  /** What had the focus before, and gets it back. */
  before: HTMLElement | null;
  /** The button that closes it as well. */
  opener: HTMLElement | null;
  items: readonly MenuItem[];
  side: Side;
  align: Align;
  /** It was opened by a key: the first item has the focus. */
  byKey: boolean;
  label: string | undefined;
  onClose: () => void;
}

/**
 * A menu. A chosen item acts when the menu is gone and the focus is back: a dialog that it opens then knows where to return it to.
 * Pressing elsewhere leaves the focus where the press put it.
 */
export function MenuFloat({
  place,
  before,
  opener,
  items,
  side,
  align,
  byKey,
  label,
  onClose,
}: MenuFloatProps) {
  const layer = useLayer();
  const anchor = useRef(place);
  const chosen = useRef<(() => void) | null>(null);
  const leftByPress = useRef(false);
  useGone(() => {
    if (!leftByPress.current) before?.focus();
    chosen.current?.();
  });
  return (
    <RadixMenu.Root modal={false} onOpenChange={(open) => !open && onClose()} open>
      <RadixMenu.Anchor virtualRef={anchor} />
      <RadixMenu.Portal container={layer}>
        <RadixMenu.Content
          align={align}
          aria-label={label}
          className={menuCss.menu}
          collisionPadding={MARGIN_PX}
          loop
          onCloseAutoFocus={isOurs}
          onEscapeKeyDown={isOurs}
          onPointerDownOutside={(event) => {
            if (isIn(opener, event.target)) event.preventDefault();
            else leftByPress.current = true;
          }}
          side={side}
          sideOffset={4}
        >
          {byKey && <FirstItemFocused />}
          <MenuRows
            choose={(act) => {
              chosen.current = act;
            }}
            items={items}
            parts={RadixMenu}
          />
        </RadixMenu.Content>
      </RadixMenu.Portal>
    </RadixMenu.Root>
  );
}

/** Takes the focus before the menu as a whole does. */
function FirstItemFocused() {
  const here = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    here.current?.parentElement?.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
  }, []);
  return <span hidden ref={here} />;
}

export interface PopoverFloatProps {
  opener: HTMLElement;
  label: string;
  children: ReactNode;
  side: Side;
  align: Align;
  bare: boolean;
  onClose: () => void;
}

export function PopoverFloat({ opener, label, children, side, align, bare, onClose }: PopoverFloatProps) {
  const layer = useLayer();
  const anchor = useRef<Place>(opener);
  const leftByPress = useRef(false);
  useGone(() => {
    // What was done in it may have moved the focus on purpose.
    const isNowhere = document.activeElement === null || document.activeElement === document.body;
    if (!leftByPress.current && isNowhere) opener.focus();
  });
  return (
    <RadixPopover.Root onOpenChange={(open) => !open && onClose()} open>
      <RadixPopover.Anchor virtualRef={anchor} />
      <RadixPopover.Portal container={layer}>
        <RadixPopover.Content
          align={align}
          aria-label={label}
          className={classes(popoverCss.popover, !bare && popoverCss.padded)}
          collisionPadding={MARGIN_PX}
          onCloseAutoFocus={isOurs}
          onEscapeKeyDown={isOurs}
          onInteractOutside={(event) => {
            if (isIn(opener, event.target)) event.preventDefault();
          }}
          onPointerDownOutside={(event) => {
            if (!isIn(opener, event.target)) leftByPress.current = true;
          }}
          side={side}
          sideOffset={6}
        >
          {children}
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  );
}

/** Esc is heard by who opens it, and the focus given back by `useGone`: Radix does neither until some renders after the focus came. */
function isOurs(event: Event): void {
  event.preventDefault();
}

/** Does it when the float is gone from the page, however soon that was. */
function useGone(act: () => void): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
      // StrictMode takes it away to put it back.
      setTimeout(() => isHere.current || latest.current());
    };
  }, []);
}

function isIn(element: HTMLElement | null, target: EventTarget | null): boolean {
  return target instanceof Node && element !== null && element.contains(target);
}
