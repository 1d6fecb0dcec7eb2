// Everything the library told us, kept; and waiting for what it has told or will tell.

import assert from 'node:assert/strict';

const EVENT_TIMEOUT_MS = 10_000;

export class Events {
  #told = new Map();
  #waiting = new Set();

  listen(emitter, names) {
    for (const name of names) emitter.on(name, (...args) => this.#add(name, args));
  }

  // All that was told under this name, as lists of arguments.
  all(name) {
    return this.#told.get(name) ?? [];
  }

  // The first arguments for which `wanted` holds: already told, or told within the deadline.
  seen(name, wanted = () => true, timeout_ms = EVENT_TIMEOUT_MS) {
    const found = this.all(name).find((args) => holds(wanted, args));
    if (found) return Promise.resolve(found);
    const { promise, resolve, reject } = deferred();
    const entry = { name, wanted, resolve };
    const late = () => reject(new Error(`no ${name} within ${timeout_ms} ms: ${squeeze(wanted)}`));
    const timer = setTimeout(late, timeout_ms);
    this.#waiting.add(entry);
    return promise.finally(() => {
      clearTimeout(timer);
      this.#waiting.delete(entry);
    });
  }

  #add(name, args) {
    if (!this.#told.has(name)) this.#told.set(name, []);
    this.#told.get(name).push(args);
    for (const entry of this.#waiting) {
      if (entry.name === name && holds(entry.wanted, args)) entry.resolve(args);
    }
  }
}

export function within(promise, timeout_ms, what) {
  const { promise: late, reject } = deferred();
  const timer = setTimeout(() => reject(new Error(`${what} took over ${timeout_ms} ms`)), timeout_ms);
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

// The promise is refused with Discord's error of this code and status.
export async function refused(promise, code, status) {
  let answer;
  try {
    answer = await promise;
  } catch (error) {
    assert.deepEqual({ code: error.code, status: error.status }, { code, status }, error.message);
    return error;
  }
  assert.fail(`expected error ${code}, got ${answer}`);
}

function deferred() {
  let resolve;
  let reject;
  const promise = new Promise((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

// An event that lacks what `wanted` looks at is not the wanted one.
function holds(wanted, args) {
  try {
    return wanted(...args);
  } catch {
    return false;
  }
}

function squeeze(wanted) {
  return String(wanted).replace(/\s+/g, ' ').slice(0, 120);
}
