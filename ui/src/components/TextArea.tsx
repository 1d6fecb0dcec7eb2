import type { ComponentProps } from "react";
import { classes } from "./classes.ts";
import css from "./Field.module.css";
import { Field, type FieldProps } from "./Field.tsx";

export interface TextAreaProps
  extends FieldProps,
    Omit<ComponentProps<"textarea">, "value" | "onChange" | "id" | "autoFocus"> {
  value: string;
  onChange: (value: string) => void;
}

/** Several lines of text. */
export function TextArea({ label, error, hint, onChange, className, ...native }: TextAreaProps) {
  return (
    <Field error={error} hint={hint} label={label}>
      {(parts) => (
        <textarea
          rows={3}
          {...native}
          {...parts}
          className={classes(css.control, className)}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
