/** Calls of the REST API (docs/rest-api.md): one attempt at a time, a deadline, and an answer that was checked. It never throws. */

import { limits } from "../limits.ts";
import { type Check, Malformed } from "./decode/check.ts";
import { type Answer, noAnswer, refused, strangeAnswer } from "./refused.ts";

export interface RestPorts {
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** Who calls; null: a stranger. */
  token(): string | null;
  /** The server does not know this token (any more). */
  tokenRefused(token: string): void;
}

export interface Call<T> {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below `/api/v10`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly check: Check<T>;
  /** Instead of the person's own. */
  readonly token?: string;
  /** Instead of the deadline: whoever gives it ends a call that takes too long. */
  readonly signal?: AbortSignal;
}

/** How often a call that may be repeated is repeated while the server says "not now". */
const TRIES = 4;
/** It is not asked again sooner than this, nor waited for longer than that. */
const WAIT_MIN_MS = 250;
const WAIT_MAX_MS = 10_000;

export interface Rest {
  call<T>(call: Call<T>): Promise<Answer<T>>;
}

export function createRest(ports: RestPorts): Rest {
  return {
    async call(call) {
      // Whoever asked asks again: by then somebody else may be here.
      const token = call.token ?? ports.token();
      for (let tries = 1; ; tries += 1) {
        const answer = await attempt(ports, call, token);
        if (answer.ok || tries === TRIES || !mayRepeat(call.method, answer.status)) return answer;
        const waitMs = Math.max(WAIT_MIN_MS, answer.retryAfterMs ?? 1000 * tries);
        if (waitMs > WAIT_MAX_MS) return answer;
        await new Promise((resolve) => setTimeout(resolve, waitMs));
      }
    },
  };
}

/** What can be asked twice without being done twice. A POST is repeated by those who know what it does. */
function mayRepeat(method: Call<unknown>["method"], status: number): boolean {
  return method !== "POST" && (status === 429 || status === 503);
}

async function attempt<T>(ports: RestPorts, call: Call<T>, token: string | null): Promise<Answer<T>> {
  let response: Response;
  let body: unknown;
  try {
    response = await ports.fetch(urlOf(call), requestOf(call, token));
    body = jsonOf(await response.text());
  } catch {
    return noAnswer;
  }
  if (response.ok) return checked(call, response.status, body);
  if (response.status === 401 && token !== null) ports.tokenRefused(token);
  return refused(response.status, body);
}

function urlOf({ path, query = {} }: Call<unknown>): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return `/api/v10${path}${given.length > 0 ? `?${new URLSearchParams(given)}` : ""}`;
}

function requestOf({ method, body, signal }: Call<unknown>, token: string | null): RequestInit {
  const headers: Record<string, string> = {};
  if (token !== null) headers.Authorization = token;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  return {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    cache: "no-store",
    credentials: "omit",
    signal: signal ?? AbortSignal.timeout(limits.requestMs),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function checked<T>(call: Call<T>, status: number, body: unknown): Answer<T> {
  try {
    return { ok: true, value: call.check(body, call.path) };
  } catch (error) {
    if (error instanceof Malformed) return strangeAnswer(status);
    throw error;
  }
}

/** For calls whose answer says nothing. */
export const nothing: Check<void> = () => undefined;
