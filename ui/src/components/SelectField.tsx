import type { ComponentProps } from "react";
import { classes } from "./classes.ts";
import css from "./Field.module.css";
import { Field, type FieldProps } from "./Field.tsx";

export interface SelectOption {
  value: string;
  label: string;
}

export interface SelectFieldProps
  extends FieldProps,
    Omit<ComponentProps<"select">, "value" | "onChange" | "id" | "autoFocus"> {
  value: string;
  onChange: (value: string) => void;
  options: readonly SelectOption[];
}

/** One of a few, by the list of the system. */
export function SelectField({
  label,
  error,
  hint,
  options,
  onChange,
  className,
  ...native
}: SelectFieldProps) {
  return (
    <Field error={error} hint={hint} label={label}>
      {(parts) => (
        <select
          {...native}
          {...parts}
          className={classes(css.control, className)}
          onChange={(event) => onChange(event.target.value)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
