import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
import css from "./Field.module.css";
import { Icon } from "./Icon.tsx";

export interface FieldProps {
  label: string;
  error?: string | undefined;
  hint?: string | undefined;
}

export interface FieldParts {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

/** A label, what it labels, and what is to be said of it. */
export function Field({
  label,
  error,
  hint,
  children,
}: FieldProps & { children: (parts: FieldParts) => ReactNode }) {
  const id = useId();
  const about = `${id}-about`;
  return (
    <div className={css.field}>
      <label className={css.label} htmlFor={id}>
        {label}
      </label>
      {children({
        id,
        "aria-describedby": error || hint ? about : undefined,
        "aria-invalid": error ? true : undefined,
      })}
      {error ? (
        <p className={css.error} id={about}>
          <Icon of={CircleAlert} size="sm" />
          {error}
        </p>
      ) : (
        hint && (
          <p className={css.hint} id={about}>
            {hint}
          </p>
        )
      )}
    </div>
  );
}
