/** Refusals (Discord docs, Opcodes and Status Codes, JSON), in words for people. */

import { first } from "../text/first.ts";
import { t } from "../text/t.ts";

/** Why the server, or the line, refused. `fields` holds the errors of a form by the field's name. */
export interface Refused {
  readonly ok: false;
  /** For people, in the client's language where we know the code; else the server's words. */
  readonly message: string;
  readonly fields: Readonly<Record<string, string>>;
  /** HTTP status; 0: no answer. */
  readonly status: number;
  /** Discord docs, JSON error codes. */
  readonly code: number;
  /** When the server will listen again, if it said so. */
  readonly retryAfterMs?: number;
}
export type Answer<T> = { readonly ok: true; readonly value: T } | Refused;

export const noAnswer: Refused = { ok: false, message: t("errors.noAnswer"), fields: {}, status: 0, code: 0 };

export function strangeAnswer(status: number): Refused {
  return { ok: false, message: t("errors.strangeAnswer"), fields: {}, status, code: 0 };
}

/** Returns what a failed request says. `body` is its JSON, if there was any. */
export function refused(status: number, body: unknown): Refused {
  const { code, message, errors, retry_after } = asObject(body);
  const known = typeof code === "number" ? code : 0;
  const retryAfterMs = typeof retry_after === "number" ? Math.ceil(retry_after * 1000) : null;
  const fields: Record<string, string> = {};
  collect(errors, "", fields);
  const words = wordsOf(status, known, retryAfterMs) ?? (typeof message === "string" ? message : null);
  const told = { ok: false, message: words ?? t("errors.refused"), fields, status, code: known } as const;
  return retryAfterMs === null ? told : { ...told, retryAfterMs };
}

function wordsOf(status: number, code: number, retryAfterMs: number | null): string | null {
  if (status === 429) return t("errors.tooManyTries", { count: Math.ceil((retryAfterMs ?? 1000) / 1000) });
  if (status === 401) return t("errors.sessionEnded");
  if (status === 413) return t("errors.tooLarge");
  if (status === 504) return t("errors.unknownOutcome");
  if (status >= 500) return t("errors.unavailable");
  if (code === FORM) return t("errors.form");
  return textOf(code);
}
const FORM = 50_035;

/** `{"embeds":{"0":{"title":{"_errors":[…]}}}}` becomes `embeds.0.title`, with the first error of each. */
function collect(tree: unknown, path: string, fields: Record<string, string>): void {
  for (const [name, inner] of Object.entries(asObject(tree))) {
    if (name !== "_errors") {
      collect(inner, path === "" ? name : `${path}.${name}`, fields);
    } else if (Array.isArray(inner)) {
      const { code, message } = asObject(inner[0]);
      fields[path] = textOf(code) ?? (typeof message === "string" ? message : t("errors.refused"));
    }
  }
}

function textOf(code: unknown): string | null {
  const key = `errors.${code}`;
  const known: Readonly<Record<string, unknown>> = first;
  const found = Object.hasOwn(known, key) ? known[key] : null;
  return typeof found === "string" ? found : null;
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
