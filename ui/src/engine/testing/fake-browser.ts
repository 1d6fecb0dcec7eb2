/** A browser of several tabs: what they share, and what one of them leaves when it dies. */

import type { Locks, Ports } from "../ports.ts";
import type { FakeServer } from "./fake-server.ts";

class MemoryStorage implements Storage {
  readonly #items: Map<string, string>;
  readonly #changed: (key: string) => void;

  constructor(items: Map<string, string>, changed: (key: string) => void = () => undefined) {
    this.#items = items;
    this.#changed = changed;
  }

  get length(): number {
    return this.#items.size;
  }
  key(index: number): string | null {
    return [...this.#items.keys()][index] ?? null;
  }
  getItem(key: string): string | null {
    return this.#items.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.#items.set(key, value);
    this.#changed(key);
  }
  removeItem(key: string): void {
    this.#items.delete(key);
    this.#changed(key);
  }
  clear(): void {
    this.#items.clear();
  }
}

export interface Tab {
  readonly ports: Ports;
  readonly window: EventTarget;
  /** The process of the tab is gone: its locks are free. */
  die(): void;
}

export class FakeBrowser {
  /** The server has a newer client. */
  isOutdated = false;
  readonly items = new Map<string, string>();
  readonly #windows: EventTarget[] = [];
  readonly #locked = new Map<string, object>();
  #names = 0;

  /** `tabItems`: those of a tab before its reload. */
  tab(server: FakeServer, tabItems = new Map<string, string>()): Tab {
    const window = new EventTarget();
    this.#windows.push(window);
    const owner = {};
    const ports: Ports = {
      fetch: (url, init) => server.fetch(url, init),
      openSocket: () => server.openSocket(),
      random: () => 0.5,
      unique: () => {
        this.#names += 1;
        return `unique${this.#names}`;
      },
      storage: new MemoryStorage(this.items, (key) => this.#tell(window, key)),
      tabStorage: new MemoryStorage(tabItems),
      locks: this.#locks(owner),
      window,
      document: Object.assign(new EventTarget(), { visibilityState: "visible" as const }),
      schedule(callback) {
        const timer = setTimeout(callback, 16);
        return () => clearTimeout(timer);
      },
      soon(callback) {
        queueMicrotask(callback);
        return () => undefined;
      },
      isOutdated: () => Promise.resolve(this.isOutdated),
      mark: () => undefined,
    };
    const die = (): void => {
      for (const [name, holder] of this.#locked) if (holder === owner) this.#locked.delete(name);
      this.#windows.splice(this.#windows.indexOf(window), 1);
    };
    return { ports, window, die };
  }

  #tell(from: EventTarget, key: string): void {
    for (const window of this.#windows) {
      if (window !== from) window.dispatchEvent(Object.assign(new Event("storage"), { key }));
    }
  }

  #locks(owner: object): Locks {
    return {
      request: async (name, _options, callback) => {
        if (this.#locked.has(name)) return callback(null);
        this.#locked.set(name, owner);
        await callback({});
        this.#locked.delete(name);
      },
    };
  }
}
