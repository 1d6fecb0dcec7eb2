/** What runs while somebody is logged in: the line, and all that lives by it. Loaded when there is a token. */

import type { Connection } from "../net/connection.ts";
import { Malformed } from "../net/decode/check.ts";
import { decodeDispatch } from "../net/decode/dispatch.ts";
import type { Rest } from "../net/rest.ts";
import { Line } from "../net/socket.ts";
import type { Dispatch } from "../state/event.ts";
import { reduceAll } from "../state/reduce.ts";
import type { SessionActions } from "./actions/later.ts";
import { type SessionParts, sessionActions } from "./actions/session.ts";
import { History } from "./history.ts";
import { Members } from "./members.ts";
import { Outgoing } from "./outgoing.ts";
import type { Ports } from "./ports.ts";
import { Reactions } from "./reactions.ts";
import { Reading } from "./reading.ts";
import type { Store } from "./store.ts";
import { Typing } from "./typing.ts";

export interface SessionOf {
  readonly store: Store;
  readonly rest: Rest;
  readonly ports: Ports;
  /** Dispatches that were not what was promised, by name: they were dropped. */
  readonly malformed: Map<string, number>;
  tokenRefused(token: string): void;
}

export class Session {
  readonly actions: SessionActions;
  readonly line: Line;
  readonly #of: SessionOf;
  readonly #parts: SessionParts;
  readonly #stopTyping: () => void;

  constructor(of: SessionOf) {
    this.#of = of;
    const { store, rest, ports } = of;
    store.teach(reduceAll);
    this.line = new Line(ports, {
      dispatch: (name, data) => this.#heard(name, data),
      status: (status) => this.#lineChanged(status),
      tokenRefused: (token) => of.tokenRefused(token),
    });
    const outgoing = new Outgoing(store, rest, ports);
    const history = new History(store, rest, ports.random, (channelId, messages) =>
      outgoing.found(channelId, messages),
    );
    this.#parts = {
      store,
      rest,
      history,
      outgoing,
      members: new Members(store, (op, d) => this.line.send(op, d)),
      reactions: new Reactions(store, rest, history),
      reading: new Reading(store, rest),
      typing: new Typing(store, rest),
    };
    this.actions = sessionActions(this.#parts);
    this.#stopTyping = this.#parts.typing.follow();
  }

  /** Somebody else is here, or nobody. */
  forget(): void {
    const { history, outgoing, members, reactions, reading } = this.#parts;
    this.line.stop();
    history.forget();
    members.forget();
    reactions.forget();
    reading.forget();
    outgoing.forget();
  }

  stop(): void {
    const { history, outgoing, members, reading } = this.#parts;
    this.line.stop();
    this.#stopTyping();
    history.forget();
    members.forget();
    reading.forget();
    outgoing.close();
  }

  /** The page is seen again. */
  seen(): void {
    this.#of.store.flush();
    this.line.wake();
    // A tab may have died while this one was not looked at.
    void this.#parts.outgoing.restore();
  }

  #lineChanged(status: Connection): void {
    this.#of.store.apply({ kind: "connection", connection: status });
    if (status.kind !== "open") return;
    const { history, outgoing, members, reading } = this.#parts;
    outgoing.wake();
    members.resume();
    reading.wake();
    history.wake();
  }

  readonly #guildsCame = (): void => {
    const { history, outgoing, members } = this.#parts;
    outgoing.showAll();
    members.guildsCame();
    history.refresh();
  };

  #heard(name: string, data: unknown): void {
    try {
      const dispatch = decodeDispatch(name, data, Date.now());
      if (dispatch) this.#dispatch(dispatch);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      const { malformed } = this.#of;
      malformed.set(name, (malformed.get(name) ?? 0) + 1);
      if (name === "READY") this.#outdated();
    }
  }

  /** Without a READY there is nothing to show, however often it is asked for. */
  #outdated(): void {
    this.line.stop();
    this.#of.store.apply({ kind: "connection", connection: { kind: "outdated" } });
  }

  #dispatch(dispatch: Dispatch): void {
    const { store, ports } = this.#of;
    const { history, outgoing, members, reading } = this.#parts;
    switch (dispatch.kind) {
      case "ready":
        members.forget();
        store.apply(dispatch, ...reading.untold());
        ports.mark("belfry:ready");
        void outgoing.restore();
        break;
      case "guild-create":
        members.forgetGuild(dispatch.guild.id);
        // READY is followed by all of them: they are drawn together.
        store.hear(dispatch, this.#guildsCame);
        break;
      case "guild-delete":
        members.forgetGuild(dispatch.guildId);
        store.hear(dispatch);
        break;
      case "members-chunk":
        store.apply(dispatch);
        members.heard(dispatch);
        break;
      case "reaction-add":
      case "reaction-remove":
        store.hear(dispatch);
        history.reacted(dispatch.channelId, dispatch.messageId);
        break;
      default:
        store.hear(dispatch);
    }
  }
}
