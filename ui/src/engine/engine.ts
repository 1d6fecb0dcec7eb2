/** The client without its views: line, state and what a person can do. */

import { Malformed } from "../net/decode/check.ts";
import { decodeDispatch } from "../net/decode/dispatch.ts";
import { createRest } from "../net/rest.ts";
import { Line, type LineStatus } from "../net/socket.ts";
import type { Dispatch } from "../state/event.ts";
import type { Self } from "../state/model.ts";
import { createActions } from "./actions/all.ts";
import type { Parts } from "./actions/parts.ts";
import type { Actions } from "./actions.ts";
import { History } from "./history.ts";
import { Members } from "./members.ts";
import { Outgoing } from "./outgoing.ts";
import type { Ports } from "./ports.ts";
import { Reading } from "./reading.ts";
import { createStore, type Store } from "./store.ts";
import { createLogins, type Login, type Logins } from "./token.ts";
import { Typing } from "./typing.ts";
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
  readonly #line: Line;
  readonly #parts: Parts;
  #stops: (() => void)[] = [];

  constructor(ports: Ports) {
    this.#ports = ports;
    this.#logins = createLogins(ports);
    this.store = createStore(ports.schedule);
    this.#line = new Line(ports, {
      dispatch: (name, data) => this.#heard(name, data),
      status: (status) => this.#lineChanged(status),
      tokenRefused: (token) => this.#tokenRefused(token),
    });
    const rest = createRest({
      fetch: ports.fetch,
      token: () => this.#logins.current()?.token ?? null,
      tokenRefused: (token) => this.#tokenRefused(token),
    });
    const { store } = this;
    this.#parts = {
      store,
      rest,
      history: new History(store, rest),
      outgoing: new Outgoing(store, rest, ports),
      members: new Members(store, (op, d) => this.#line.send(op, d)),
      reading: new Reading(store, rest),
      typing: new Typing(store, rest),
      arrive: (login) => this.#arrive(login),
      leave: () => this.#leave(),
    };
    this.actions = createActions(this.#parts);
  }

  start(): void {
    const { window, document } = this.#ports;
    this.#stops = [
      this.#parts.typing.follow(),
      this.#logins.follow((login) => this.#changed(login)),
      listening(window, "online", () => this.#line.online()),
      listening(window, "offline", () => this.#line.lost()),
      listening(document, "visibilitychange", () => this.#seen()),
    ];
    this.#changed(this.#logins.current());
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
    this.#line.stop();
    this.#parts.members.forget();
    this.#parts.outgoing.close();
  }

  retryNow(): void {
    this.#line.wake();
  }

  #seen(): void {
    if (this.#ports.document.visibilityState !== "visible") return;
    this.store.flush();
    this.#line.wake();
    // A tab may have died while this one was not looked at.
    void this.#parts.outgoing.restore();
  }

  #arrive(login: Login): void {
    this.#logins.set(login);
    this.#changed(login);
  }

  /** The tabs are told before the server, so that none of them takes the end of its session for a surprise. */
  #leave(): Login | null {
    const login = this.#logins.current();
    this.#logins.set(null);
    this.#forget({ kind: "stranger" }, { unsent: true });
    return login;
  }

  /** Somebody else is here, or nobody. */
  #changed(login: Login | null): void {
    this.#forget(login ? { kind: "arriving" } : { kind: "stranger" }, { unsent: false });
    if (login) this.#line.start(login.token);
  }

  #tokenRefused(token: string): void {
    if (this.#logins.current()?.token !== token) return;
    const shared = this.#logins.shared();
    if (shared?.token === token) {
      this.#logins.set(null);
      this.#forget({ kind: "stranger", reason: "session-ended" }, { unsent: false });
    } else {
      // Another tab knows already, and has told this one: the news is on its way.
      this.#logins.adopt(shared);
      this.#changed(shared);
    }
  }

  #forget(self: Self, { unsent }: { readonly unsent: boolean }): void {
    const { history, outgoing, members, reading } = this.#parts;
    const { self: before } = this.store.getState();
    this.#line.stop();
    history.forget();
    members.forget();
    reading.forget();
    outgoing.forget({ unsent });
    this.store.apply({ kind: "self", self });
    // At the start, what the person had begun to write before a reload is still theirs.
    if (before.kind === "person") view.forget();
  }

  #lineChanged(status: LineStatus): void {
    this.store.apply({ kind: "connection", connection: status });
    if (status.kind !== "open") return;
    const { history, outgoing, members, reading } = this.#parts;
    outgoing.wake();
    members.resume();
    reading.wake();
    history.refresh({ again: true });
  }

  #heard(name: string, data: unknown): void {
    try {
      const dispatch = decodeDispatch(name, data, Date.now());
      if (dispatch) this.#dispatch(dispatch);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.malformed.set(name, (this.malformed.get(name) ?? 0) + 1);
    }
  }

  #dispatch(dispatch: Dispatch): void {
    const { history, outgoing, members } = this.#parts;
    switch (dispatch.kind) {
      case "ready":
        members.forget();
        this.store.apply(dispatch);
        this.#ports.mark("belfry:ready");
        void outgoing.restore();
        break;
      case "guild-create":
        this.store.apply(dispatch);
        outgoing.showAll();
        history.refresh({ again: true });
        break;
      case "members-chunk":
        this.store.apply(dispatch);
        members.heard(dispatch);
        break;
      default:
        this.store.hear(dispatch);
    }
  }
}

function listening(target: EventTarget, name: string, heard: () => void): () => void {
  target.addEventListener(name, heard);
  return () => target.removeEventListener(name, heard);
}
