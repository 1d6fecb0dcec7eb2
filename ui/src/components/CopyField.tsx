import { Check, Copy } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { t } from "../text/t.ts";
import { Button } from "./Button.tsx";
import { classes } from "./classes.ts";
import { writeClipboard } from "./clipboard.ts";
import css from "./Field.module.css";
import { Field } from "./Field.tsx";
import { toast } from "./toast.ts";

const SAID_MS = 2_000;

export interface CopyFieldProps {
  label: string;
  value: string;
  hint?: string | undefined;
  /** A token: in the letters of code. */
  mono?: boolean | undefined;
  autoFocus?: boolean | undefined;
  /** `primary`: copying it is what one is here for. */
  kind?: "primary" | "quiet" | undefined;
}

/** A text to take elsewhere. */
export function CopyField({ label, value, hint, mono, autoFocus, kind = "primary" }: CopyFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = async () => {
    input.current?.select();
    if (await writeClipboard(value)) setCopied(true);
    else toast(t("components.copyFailed"));
  };
  return (
    <Field hint={hint} label={label}>
      {(parts) => (
        <div className={css.row}>
          <input
            {...parts}
            className={classes(css.control, mono && css.mono)}
            onFocus={(event) => event.target.select()}
            readOnly
            ref={input}
            value={value}
          />
          <Button
            data-autofocus={autoFocus || undefined}
            icon={copied ? Check : Copy}
            kind={kind}
            onClick={copy}
          >
            <span aria-live="polite">{t(copied ? "components.copied" : "components.copy")}</span>
          </Button>
        </div>
      )}
    </Field>
  );
}
