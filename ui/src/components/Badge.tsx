import { t } from "../text/t.ts";
import css from "./Badge.module.css";
import { VisuallyHidden } from "./VisuallyHidden.tsx";

const MOST = 99;

/** How many call for the person. `label` says of what, for those who listen. None: nothing is shown. */
export function Badge({ count, label }: { count: number; label?: string | undefined }) {
  if (count <= 0) return null;
  const shown = count > MOST ? t("components.many", { count: MOST }) : String(count);
  return (
    <span className={css.badge}>
      <span aria-hidden={label !== undefined}>{shown}</span>
      {label !== undefined && <VisuallyHidden>{label}</VisuallyHidden>}
    </span>
  );
}
