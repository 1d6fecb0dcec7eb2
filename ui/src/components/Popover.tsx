import { cloneElement, type MouseEvent, type ReactElement, type ReactNode, useRef, useState } from "react";
import { type Align, after, bothRefs, type Side, type Trigger, useFloats } from "./float.ts";

export interface PopoverProps {
  /** The button that opens it: one element that takes a ref and native props. */
  trigger: ReactElement;
  /** Its name, for those who listen. */
  label: string;
  children: ReactNode;
  side?: Side | undefined;
  align?: Align | undefined;
  /** Without room at its edges. */
  bare?: boolean | undefined;
  /** Who opens and closes it, if not the trigger alone. */
  open?: boolean | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
}

/** Something small beside its button. Esc or a press elsewhere closes it; the focus goes back. */
export function Popover(props: PopoverProps) {
  const { trigger, label, children, side = "bottom", align = "center", bare = false } = props;
  const button = useRef<HTMLElement>(null);
  const [ownOpen, setOwnOpen] = useState(false);
  const open = props.open ?? ownOpen;
  const change = (next: boolean) => {
    setOwnOpen(next);
    props.onOpenChange?.(next);
  };
  const floats = useFloats(open, () => change(false));
  const own = (trigger as Trigger).props;
  return (
    <>
      {cloneElement(
        trigger as Trigger,
        {
          ref: bothRefs(own.ref, (element) => {
            button.current = element;
          }),
          "aria-haspopup": "dialog",
          "aria-expanded": open,
          "data-state": open ? "open" : "closed",
          onClick: after<MouseEvent>(own.onClick, () => change(!open)),
        } as object,
      )}
      {open && floats && (
        <floats.PopoverFloat
          align={align}
          bare={bare}
          label={label}
          onClose={() => change(false)}
          opener={button.current}
          side={side}
        >
          {children}
        </floats.PopoverFloat>
      )}
    </>
  );
}
