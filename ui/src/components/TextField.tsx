import { type ComponentProps, useEffect, useRef, useState } from "react";
import { t } from "../text/t.ts";
import { classes } from "./classes.ts";
import css from "./Field.module.css";
import { Field, type FieldProps } from "./Field.tsx";

export interface TextFieldProps
  extends FieldProps,
    Omit<ComponentProps<"input">, "value" | "onChange" | "id" | "autoFocus"> {
  value: string;
  onChange: (value: string) => void;
  /** It has the focus when it appears, also in a dialog. */
  autoFocus?: boolean | undefined;
}

/** One line of text. A password may be looked at. */
export function TextField({ label, error, hint, ...rest }: TextFieldProps) {
  const { value, onChange, autoFocus, type = "text", className, ...native } = rest;
  const [shown, setShown] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (autoFocus) input.current?.focus();
  }, [autoFocus]);
  const secret = type === "password";
  return (
    <Field error={error} hint={hint} label={label}>
      {(parts) => (
        <div className={classes(secret && css.withButton)}>
          <input
            ref={input}
            {...native}
            {...parts}
            className={classes(css.control, className)}
            data-autofocus={autoFocus || undefined}
            onChange={(event) => onChange(event.target.value)}
            type={secret && shown ? "text" : type}
            value={value}
          />
          {secret && (
            <button
              aria-controls={parts.id}
              aria-label={t(shown ? "components.hidePassword" : "components.showPassword")}
              className={css.inside}
              onClick={() => setShown(!shown)}
              type="button"
            >
              {t(shown ? "components.hide" : "components.show")}
            </button>
          )}
        </div>
      )}
    </Field>
  );
}
