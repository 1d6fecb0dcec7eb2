import { X } from "lucide-react";
import { type MouseEvent, type ReactNode, useId, useLayoutEffect, useRef, useState } from "react";
import { t } from "../text/t.ts";
import { classes } from "./classes.ts";
import css from "./Dialog.module.css";
import { IconButton } from "./IconButton.tsx";
import { LayerContext, openLayer } from "./layers.ts";

export interface DialogProps {
  title: string;
  /** Esc, the cross or a press beside it. The dialog is open for as long as it is rendered. */
  onClose: () => void;
  children: ReactNode;
  /** Its buttons. */
  footer?: ReactNode;
  size?: "md" | "lg" | undefined;
  /** It holds what is seen only once: a press beside it does not close it. */
  stays?: boolean | undefined;
  /** It is for reading and has nothing to press: its body has the focus, so that keys scroll it. */
  reads?: boolean | undefined;
}

const WISHED = "[data-autofocus]";
const FIRST = "[data-dialog-body] :is(input, select, textarea, button, a[href]):not(:disabled)";

/** A modal dialog. The focus goes to its first field, and back to where it was. */
export function Dialog({ title, onClose, children, footer, size = "md", stays, reads }: DialogProps) {
  const titleId = useId();
  const ref = useRef<HTMLDialogElement>(null);
  const [layer, setLayer] = useState<HTMLElement | null>(null);

  useLayoutEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    const opener = document.activeElement;
    dialog.showModal();
    const first =
      dialog.querySelector<HTMLElement>(WISHED) ?? dialog.querySelector<HTMLElement>(FIRST) ?? dialog;
    first.focus();
    setLayer(dialog);
    const closeLayer = openLayer(dialog);
    return () => {
      closeLayer();
      dialog.close();
      const back = opener?.isConnected ? opener : document.querySelector("main");
      if (back instanceof HTMLElement) back.focus();
    };
  }, []);

  const pressedBeside = (event: MouseEvent) => !stays && event.target === ref.current;
  return (
    <dialog
      aria-labelledby={titleId}
      className={classes(css.dialog, css[size])}
      onCancel={(event) => {
        event.preventDefault();
        event.stopPropagation();
        onClose();
      }}
      // A browser may close it without asking when Esc is pressed again.
      onClose={() => ref.current?.open || onClose()}
      onMouseDown={(event) => pressedBeside(event) && onClose()}
      ref={ref}
      tabIndex={-1}
    >
      <LayerContext value={layer}>
        <div className={css.sheet}>
          <header className={css.header}>
            <h2 className={css.title} id={titleId}>
              {title}
            </h2>
            <IconButton icon={X} label={t("components.close")} onClick={onClose} />
          </header>
          <div
            className={classes(css.body, reads && css.reads)}
            data-autofocus={reads || undefined}
            data-dialog-body
            tabIndex={reads ? 0 : undefined}
          >
            {children}
          </div>
          {footer && <footer className={css.footer}>{footer}</footer>}
        </div>
      </LayerContext>
    </dialog>
  );
}
