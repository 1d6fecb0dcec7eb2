/** What the engine needs of a browser. Tests bring their own. */

import type { SocketLike } from "../net/socket.ts";
import { isOutdated } from "./outdated.ts";
import type { Schedule } from "./store.ts";

export interface Ports {
  fetch(url: string, init: RequestInit): Promise<Response>;
  openSocket(): SocketLike;
  /** From 0 to below 1. */
  random(): number;
  /** A name that nobody else has. */
  unique(): string;
  /** Shared by the tabs; null where the browser keeps nothing. */
  readonly storage: Storage | null;
  /** Of this tab, over reloads. */
  readonly tabStorage: Storage | null;
  /** Null where the page is not served securely: then a tab knows nothing of whether another one lives. */
  readonly locks: Locks | null;
  /** `online`, `offline` and `storage` are heard here. */
  readonly window: EventTarget;
  /** `visibilitychange` is heard here. */
  readonly document: EventTarget & { readonly visibilityState: DocumentVisibilityState };
  readonly schedule: Schedule;
  /** Calls back when what runs now is done and may be drawn. Returns how to call it off. */
  readonly soon: Schedule;
  /** Whether the server has a newer client than this page. */
  isOutdated(): Promise<boolean>;
  /** For measuring: `performance.mark`. */
  mark(name: string): void;
}

/** The part of the browser's LockManager that is used. */
export interface Locks {
  request(
    name: string,
    options: { readonly ifAvailable: boolean },
    callback: (lock: unknown) => Promise<void>,
  ): Promise<void>;
}

export function browserPorts(): Ports {
  const { protocol, host } = window.location;
  const gateway = `${protocol === "https:" ? "wss" : "ws"}://${host}/gateway?v=10&encoding=json`;
  return {
    fetch: (url, init) => window.fetch(url, init),
    openSocket: () => new WebSocket(gateway) as SocketLike,
    random: Math.random,
    unique,
    storage: allowed(() => window.localStorage),
    tabStorage: allowed(() => window.sessionStorage),
    locks: navigator.locks ? (navigator.locks as Locks) : null,
    window,
    document,
    schedule,
    soon,
    isOutdated,
    mark: (name) => void performance.mark(name),
  };
}

/** Some browsers throw where a person forbade storage. */
function allowed(storage: () => Storage): Storage | null {
  try {
    return storage();
  } catch {
    return null;
  }
}

/** `crypto.randomUUID` is only for pages that are served securely. */
function unique(): string {
  const bytes = crypto.getRandomValues(new Uint32Array(3));
  return Array.from(bytes, (part) => part.toString(36).padStart(7, "0")).join("");
}

/** Where no frame is drawn though the tab is not hidden (a covered window), what was heard is applied this often. */
const WITHOUT_FRAME_MS = 250;

function schedule(callback: () => void): () => void {
  return document.visibilityState === "hidden" ? soon(callback) : withFrame(callback);
}

function withFrame(callback: () => void): () => void {
  const callOff = (): void => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
  const run = (): void => {
    callOff();
    callback();
  };
  const frame = requestAnimationFrame(run);
  const timer = setTimeout(run, WITHOUT_FRAME_MS);
  return callOff;
}

/** A hidden tab's timers may sleep for a minute; messages to itself do not. Its title has a count to show. */
function soon(callback: () => void): () => void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    callback();
  };
  port2.postMessage(null);
  return () => port1.close();
}
