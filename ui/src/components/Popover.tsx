import { type ReactElement, type ReactNode, useState } from "react";
import { useEscape } from "./escape.ts";
import { type Align, PopoverFloat, type Side, useTrigger } from "./float.ts";

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
  const [ownOpen, setOwnOpen] = useState(false);
  const open = props.open ?? ownOpen;
  const change = (next: boolean) => {
    setOwnOpen(next);
    props.onOpenChange?.(next);
  };
  useEscape(open, () => change(false));
  const [drawn, button] = useTrigger(trigger, "dialog", open, { onClick: () => change(!open) });
  return (
    <>
      {drawn}
      {open && button && (
        <PopoverFloat
          align={align}
          bare={bare}
          label={label}
          onClose={() => change(false)}
          onFailed={() => change(false)}
          opener={button}
          side={side}
        >
          {children}
        </PopoverFloat>
      )}
    </>
  );
}
