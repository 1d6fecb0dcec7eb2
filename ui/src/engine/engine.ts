/** The client without its views: line, state and what a person can do. */

import { limits } from "../limits.ts";
import { noAnswer } from "../net/refused.ts";
import { createRest, type Rest } from "../net/rest.ts";
import type { Self } from "../state/model.ts";
import { arriving } from "./actions/arriving.ts";
import { later, RARE_ACTIONS, SESSION_ACTIONS } from "./actions/later.ts";
import type { Parts } from "./actions/parts.ts";
import type { Actions } from "./actions.ts";
import { leave } from "./left.ts";
import type { Ports } from "./ports.ts";
import type { Session } from "./session.ts";
import { createStore, type Store } from "./store.ts";
import { createLogins, type Login, type Logins } from "./token.ts";
import { view } from "./view.ts";

export interface Engine {
  readonly store: Store;
  readonly actions: Actions;
  /** Connects if there is a token, and follows the window, other tabs and the line from now on. */
  start(): void;
  /** Ends the line and all timers. What is unsent stays kept. */
  stop(): void;
  /** Somebody pressed "try again now". */
  retryNow(): void;
  /** Dispatches that were not what was promised, by name: they were dropped. */
  readonly malformed: ReadonlyMap<string, number>;
}

export function createEngine(ports: Ports): Engine {
  return new Wired(ports);
}

class Wired implements Engine {
  readonly store: Store;
  readonly actions: Actions;
  readonly malformed = new Map<string, number>();
  readonly #ports: Ports;
  readonly #logins: Logins;
  readonly #rest: Rest;
  /** Loaded once somebody has a token. */
  #session: Session | null = null;
  #loading: Promise<Session> | null = null;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #stops: (() => void)[] = [];

  constructor(ports: Ports) {
    this.#ports = ports;
    this.#logins = createLogins(ports);
    this.store = createStore(ports.schedule);
    this.#rest = createRest({
      fetch: ports.fetch,
      token: () => this.#logins.current()?.token ?? null,
      tokenRefused: (token) => this.#tokenRefused(token),
    });
    const parts: Parts = {
      store: this.store,
      rest: this.#rest,
      arrive: (login) => this.#arrive(login),
      leave: () => this.#leave(),
    };
    this.actions = {
      ...arriving(parts),
      ...later(RARE_ACTIONS, (run) =>
        import("./actions/rare.ts").then(
          ({ rareActions }) => run(rareActions(parts)),
          () => noAnswer,
        ),
      ),
      ...later(SESSION_ACTIONS, (run) =>
        this.#session ? run(this.#session.actions) : this.#load().then(({ actions }) => run(actions)),
      ),
    };
  }

  start(): void {
    const { window, document } = this.#ports;
    this.#stops = [
      this.#logins.follow((login) => this.#changed(login)),
      listening(window, "online", () => this.#session?.line.online()),
      listening(window, "offline", () => this.#session?.line.lost()),
      listening(document, "visibilitychange", () => {
        if (document.visibilityState === "visible") this.#session?.seen();
      }),
    ];
    // What the person had begun to write before a reload is still theirs.
    if (this.#logins.current()) this.store.apply({ kind: "self", self: { kind: "arriving" } });
    else this.#forget({ kind: "stranger" });
    this.#connect();
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
    clearTimeout(this.#retryTimer);
    this.#session?.stop();
  }

  retryNow(): void {
    if (this.#session) this.#session.line.wake();
    else this.#connect();
  }

  #arrive(login: Login): void {
    this.#logins.set(login);
    this.#changed(login);
  }

  /** The tabs are told before the server, so that none of them takes the end of its session for a surprise. */
  #leave(): Login | null {
    const login = this.#logins.current();
    if (login) leave(this.#ports.storage, login.userId);
    this.#logins.set(null);
    this.#forget({ kind: "stranger" });
    return login;
  }

  /** Somebody else is here, or nobody. */
  #changed(login: Login | null): void {
    this.#forget(login ? { kind: "arriving" } : { kind: "stranger" });
    this.#connect();
  }

  #connect(): void {
    clearTimeout(this.#retryTimer);
    const login = this.#logins.current();
    if (!login) return;
    view.claim(login.userId);
    this.#load().then(
      ({ line }) => {
        const now = this.#logins.current();
        if (now && this.#stops.length > 0) line.start(now.token);
      },
      () => void this.#notLoaded(),
    );
  }

  #load(): Promise<Session> {
    this.#loading ??= import("./session.ts").then(({ Session }) => {
      const { store, malformed } = this;
      const tokenRefused = (token: string): void => this.#tokenRefused(token);
      this.#session = new Session({ store, malformed, tokenRefused, rest: this.#rest, ports: this.#ports });
      return this.#session;
    });
    return this.#loading;
  }

  /** Not even the program could be loaded: the server is away, or has another one by now. */
  async #notLoaded(): Promise<void> {
    this.#loading = null;
    const isOutdated = await this.#ports.isOutdated();
    if (!this.#logins.current() || this.#stops.length === 0 || this.#loading !== null) return;
    if (isOutdated) {
      this.store.apply({ kind: "connection", connection: { kind: "outdated" } });
      return;
    }
    clearTimeout(this.#retryTimer);
    const delayMs = limits.retryMaxMs * (0.5 + this.#ports.random() / 2);
    const retryAtMs = Date.now() + delayMs;
    this.#retryTimer = setTimeout(() => this.#connect(), delayMs);
    const connection = { kind: "waiting", attempt: 1, retryAtMs, offline: false } as const;
    this.store.apply({ kind: "connection", connection });
  }

  #tokenRefused(token: string): void {
    if (this.#logins.current()?.token !== token) return;
    const shared = this.#logins.shared();
    if (shared?.token === token) {
      this.#logins.set(null);
      this.#forget({ kind: "stranger", reason: "session-ended" });
    } else {
      // Another tab knows already, and has told this one: the news is on its way.
      this.#logins.adopt(shared);
      this.#changed(shared);
    }
  }

  #forget(self: Self): void {
    this.#session?.forget();
    this.store.apply({ kind: "self", self });
    view.forget();
  }
}

function listening(target: EventTarget, name: string, heard: () => void): () => void {
  target.addEventListener(name, heard);
  return () => target.removeEventListener(name, heard);
}
