import { type FormEvent, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useBusy } from "../../components/useBusy.ts";
import type { Answer } from "../../engine/actions.ts";
import { t } from "../../text/t.ts";
import type { Problem } from "./checks.ts";

type Errors<Name extends string> = Partial<Record<Name, string>>;

export interface ArriveForm<Name extends string> {
  readonly values: Readonly<Record<Name, string>>;
  /** Under each field. */
  readonly errors: Errors<Name>;
  /** Of the form as a whole. */
  readonly message: string | null;
  readonly busy: boolean;
  readonly ref: React.RefObject<HTMLFormElement | null>;
  set(name: Name): (value: string) => void;
  submit(event: FormEvent): void;
}

/** A form that is checked here, sent once, and marked where the server refused it. The first wrong field gets the focus. */
export function useArriveForm<Name extends string>(form: {
  empty: Record<Name, string>;
  checks: Record<Name, (value: string) => Problem | null>;
  /** What the server calls the fields; null: its errors are not shown there. */
  names: Record<Name, string | null>;
  send: (values: Record<Name, string>) => Promise<Answer<unknown>>;
}): ArriveForm<Name> {
  const fields = Object.keys(form.empty) as Name[];
  const [values, setValues] = useState(form.empty);
  const [errors, setErrors] = useState<Errors<Name>>({});
  const [message, setMessage] = useState<string | null>(null);
  const [busy, run] = useBusy();
  const ref = useRef<HTMLFormElement>(null);

  const show = (found: Errors<Name>, whole: string | null) => {
    flushSync(() => {
      setErrors(found);
      setMessage(whole);
    });
    ref.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  };
  const found = (errorOf: (name: Name) => string | undefined): Errors<Name> => {
    const errors: Errors<Name> = {};
    for (const name of fields) {
      const error = errorOf(name);
      if (error) errors[name] = error;
    }
    return errors;
  };
  const check = () =>
    found((name) => {
      const key = form.checks[name](values[name]);
      return key ? t(key) : undefined;
    });

  return {
    values,
    errors,
    message,
    busy,
    ref,
    set: (name) => (value) => {
      setValues((before) => ({ ...before, [name]: value }));
      setErrors((before) => ({ ...before, [name]: undefined }));
    },
    submit: (event) => {
      event.preventDefault();
      const wrong = check();
      if (Object.keys(wrong).length > 0) {
        show(wrong, null);
        return;
      }
      run(async () => {
        setMessage(null);
        const answer = await form.send(values);
        if (answer.ok) return;
        const refused = found((name) => answer.fields[form.names[name] ?? ""]);
        show(refused, Object.keys(refused).length > 0 ? null : answer.message);
      });
    },
  };
}
