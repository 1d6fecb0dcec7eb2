import { X } from "lucide-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { createPortal } from "react-dom";
import { t } from "../text/t.ts";
import { Button } from "./Button.tsx";
import { Icon } from "./Icon.tsx";
import { useTopLayer } from "./layers.ts";
import css from "./Toasts.module.css";
import { currentToasts, dismissToast, subscribeToasts, type ToastEntry } from "./toast.ts";

/** Long enough for two lines, read slowly. */
const SHOWN_MS = 6_000;

/** Where toasts appear: once in the app. They stand over the topmost dialog. */
export function Toasts() {
  const toasts = useSyncExternalStore(subscribeToasts, currentToasts);
  const layer = useTopLayer();
  return createPortal(
    <section aria-label={t("components.notifications")} className={css.toasts}>
      <div className={css.list} role="status">
        {toasts.map((entry) => (
          <Toast entry={entry} key={entry.id} />
        ))}
      </div>
    </section>,
    layer ?? document.body,
  );
}

function Toast({ entry }: { entry: ToastEntry }) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held || entry.action) return;
    const timer = setTimeout(() => dismissToast(entry.id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [entry, held]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the pointer only stops the clock
    <div
      className={css.toast}
      onBlur={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
    >
      <span className={css.text}>{entry.text}</span>
      {entry.action && (
        <Button kind="primary" onClick={entry.action.act}>
          {entry.action.label}
        </Button>
      )}
      <button
        aria-label={t("components.dismiss")}
        className={css.dismiss}
        onClick={() => dismissToast(entry.id)}
        type="button"
      >
        <Icon of={X} size="sm" />
      </button>
    </div>
  );
}
