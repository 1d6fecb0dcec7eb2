import {
  cloneElement,
  type FocusEvent,
  type KeyboardEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { createPortal } from "react-dom";
import { after, type Side, type Trigger } from "./float.ts";
import { useLayer } from "./layers.ts";
import css from "./Tooltip.module.css";
import { placedBeside } from "./tooltipPlace.ts";

/** A pointer that passes by asks nothing. */
const AFTER_MS = 350;

export interface TooltipProps {
  text: ReactNode;
  /** One element that takes native props. */
  children: ReactElement;
  side?: Side | undefined;
}

/**
 * A word about its child, on hover and on focus. It describes; the child's name must stand without it. The pointer goes through it:
 * what it covers can be pressed.
 */
export function Tooltip({ text, children, side = "top" }: TooltipProps) {
  const id = useId();
  const layer = useLayer();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const soon = (next: HTMLElement, ms: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      // What it opened says enough.
      if (next.dataset.state !== "open") setAnchor(next);
    }, ms);
  };
  const hide = () => {
    clearTimeout(timer.current);
    setAnchor(null);
  };
  const { props } = children as Trigger;
  return (
    <>
      {cloneElement(
        children as Trigger,
        {
          ...(anchor ? { "aria-describedby": id } : {}),
          onPointerEnter: after<PointerEvent<HTMLElement>>(props.onPointerEnter, (event) => {
            if (event.pointerType === "mouse") soon(event.currentTarget, AFTER_MS);
          }),
          onPointerLeave: after<PointerEvent>(props.onPointerLeave, hide),
          onPointerDown: after<PointerEvent>(props.onPointerDown, hide),
          onFocus: after<FocusEvent<HTMLElement>>(props.onFocus, (event) => {
            if (event.currentTarget.matches(":focus-visible")) soon(event.currentTarget, 0);
          }),
          onBlur: after<FocusEvent>(props.onBlur, hide),
          onKeyDown: after<KeyboardEvent>(props.onKeyDown, (event) => {
            if (event.key !== "Escape" || !anchor) return;
            event.preventDefault();
            hide();
          }),
        } as object,
      )}
      {anchor &&
        createPortal(
          <Tip anchor={anchor} id={id} onHide={hide} side={side}>
            {text}
          </Tip>,
          layer ?? document.body,
        )}
    </>
  );
}

interface TipProps {
  id: string;
  anchor: HTMLElement;
  side: Side;
  children: ReactNode;
  onHide: () => void;
}

function Tip({ id, anchor, side, children, onHide }: TipProps) {
  const tip = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!tip.current) return;
    const { x, y } = placedBeside(anchor.getBoundingClientRect(), tip.current.getBoundingClientRect(), side, {
      width: document.documentElement.clientWidth,
      height: document.documentElement.clientHeight,
    });
    tip.current.style.translate = `${x}px ${y}px`;
  }, [anchor, side]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the newest is as good as the first
  useEffect(() => {
    // What it is about is somewhere else now.
    addEventListener("scroll", onHide, { capture: true, once: true });
    return () => removeEventListener("scroll", onHide, { capture: true });
  }, []);
  return (
    <div className={css.tooltip} id={id} ref={tip} role="tooltip">
      {children}
    </div>
  );
}
