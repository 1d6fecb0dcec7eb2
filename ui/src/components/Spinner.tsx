import css from "./Spinner.module.css";
import { VisuallyHidden } from "./VisuallyHidden.tsx";

/** Something is awaited; `label` says what. */
export function Spinner({ label, shown = false }: { label: string; shown?: boolean | undefined }) {
  return (
    <div className={css.spinner} role="status">
      <span aria-hidden className={css.wheel} />
      {shown ? <span>{label}</span> : <VisuallyHidden>{label}</VisuallyHidden>}
    </div>
  );
}
