/** The line to the gateway: connects, identifies or resumes, finds silence, and tries again. It knows nothing of what is said. */

import { limits } from "../limits.ts";
import { Beats } from "./beats.ts";
import type { Connection } from "./connection.ts";
import {
  afterClose,
  CLOSE_FOR_GOOD,
  CLOSE_TO_RESUME,
  type Frame,
  helloIntervalMs,
  identify,
  OP,
  parseFrame,
  readySessionId,
} from "./gateway.ts";

/** The part of a WebSocket that the line uses. */
export interface SocketLike {
  readonly readyState: number;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: ((event: { readonly code: number }) => void) | null;
  send(text: string): void;
  close(code?: number): void;
}
const SOCKET_OPEN = 1;

export interface LinePorts {
  openSocket(): SocketLike;
  /** From 0 to below 1. */
  random(): number;
}

export interface LineListener {
  /** What was said, in order, each once. READY and RESUMED come before the status `open`. */
  dispatch(name: string, data: unknown): void;
  status(status: Connection): void;
  /** The server does not know the token; the line is closed for good. */
  tokenRefused(token: string): void;
}

type Timer = ReturnType<typeof setTimeout>;

/** A socket that opens for longer than this is not waited for when something says that now is a good time. */
const PATIENCE_MS = 1_000;

/** One socket at a time: `#cut` takes the handlers off the old one before another is opened. */
export class Line {
  readonly #ports: LinePorts;
  readonly #listener: LineListener;
  #token: string | null = null;
  /** What a RESUME needs; `seq` is the number of the last dispatch. */
  #session: { readonly id: string; seq: number } | null = null;
  #socket: SocketLike | null = null;
  #beats: Beats | null = null;
  #status: Connection = { kind: "closed" };
  #attempt = 0;
  #openedAtMs = 0;
  #connectingAtMs = 0;
  #offline = false;
  /** The server said "not now" to a RESUME on this socket. */
  #putOff = false;
  #timer: Timer | undefined;

  constructor(ports: LinePorts, listener: LineListener) {
    this.#ports = ports;
    this.#listener = listener;
  }

  get status(): Connection {
    return this.#status;
  }

  /** Connects as whoever has the token; ends the session of another. */
  start(token: string): void {
    if (this.#token === token) return;
    this.stop();
    this.#token = token;
    this.#connect();
  }

  /** Ends the session. */
  stop(): void {
    this.#cut(CLOSE_FOR_GOOD);
    this.#token = null;
    this.#session = null;
    this.#attempt = 0;
    this.#offline = false;
    if (this.#status.kind !== "closed") this.#tell({ kind: "closed" });
  }

  /** Sends if the line is open; returns whether. */
  send(op: number, d: object): boolean {
    if (this.#status.kind !== "open") return false;
    this.#send(op, d);
    return true;
  }

  /** Now is a good time (the page is seen again, somebody pressed a button): connects at once, or asks whether an open line is alive. */
  wake(): void {
    if (this.#token === null) return;
    const stuck = this.#beats === null && Date.now() - this.#connectingAtMs > PATIENCE_MS;
    if (this.#status.kind === "waiting" || stuck) this.#connect();
    else this.#beats?.ask();
  }

  /** The machine has a network again. */
  online(): void {
    this.#offline = false;
    this.wake();
  }

  /** The machine has no network, or so it says: a server on the same machine is still found by the tries. */
  lost(): void {
    if (this.#token === null || this.#offline) return;
    this.#offline = true;
    this.#again();
  }

  #tell(status: Connection): void {
    this.#status = status;
    this.#listener.status(status);
  }

  #send(op: number, d: unknown): void {
    // One that closes swallows it: that it closed is told right after.
    if (this.#socket?.readyState === SOCKET_OPEN) this.#socket.send(JSON.stringify({ op, d }));
  }

  /** Lets go of the socket: nobody hears what it still says. */
  #cut(code: number): void {
    clearTimeout(this.#timer);
    this.#beats?.stop();
    this.#beats = null;
    const old = this.#socket;
    this.#socket = null;
    if (!old) return;
    old.onmessage = null;
    old.onclose = null;
    old.close(code);
  }

  #connect(): void {
    this.#cut(CLOSE_TO_RESUME);
    this.#attempt += 1;
    this.#connectingAtMs = Date.now();
    this.#putOff = false;
    this.#tell({ kind: "connecting", attempt: this.#attempt });
    const socket = this.#ports.openSocket();
    this.#socket = socket;
    socket.onmessage = ({ data }) => this.#hear(parseFrame(data));
    socket.onclose = ({ code }) => this.#closed(code);
    this.#timer = setTimeout(() => this.#again(), limits.connectMs);
  }

  /** Tries again after a while; soon where the line had been up for some time, for then the server most often is still there. */
  #again(): void {
    const held = this.#status.kind === "open" && Date.now() - this.#openedAtMs >= limits.retryMaxMs;
    this.#cut(CLOSE_TO_RESUME);
    if (held) this.#attempt = 0;
    const delayMs = this.#delayMs();
    const retryAtMs = Date.now() + delayMs;
    this.#timer = setTimeout(() => this.#connect(), delayMs);
    this.#tell({ kind: "waiting", attempt: this.#attempt, retryAtMs, offline: this.#offline });
  }

  /** Never the same for all who lost their line in one instant. */
  #delayMs(): number {
    const random = this.#ports.random();
    if (this.#attempt === 0) return limits.retryFirstMs * random;
    const longestMs = Math.min(limits.retryMaxMs, limits.retryMinMs * 2 ** (this.#attempt - 1));
    return longestMs * (0.5 + random / 2);
  }

  #closed(code: number): void {
    const advice = afterClose(code);
    if (advice === "identify") this.#session = null;
    const token = this.#token;
    if (advice !== "token-refused" || token === null) {
      this.#again();
    } else {
      this.stop();
      this.#listener.tokenRefused(token);
    }
  }

  #hear(frame: Frame | null): void {
    if (!frame) return;
    this.#beats?.heard();
    if (frame.op === OP.dispatch) this.#dispatch(frame);
    else if (frame.op === OP.heartbeat) this.#beat();
    else if (frame.op === OP.hello) this.#hello(frame.d);
    else if (frame.op === OP.invalidSession) this.#invalid(frame.d === true);
    else if (frame.op === OP.reconnect) this.#again();
  }

  #beat(): void {
    this.#send(OP.heartbeat, this.#session?.seq ?? null);
  }

  #hello(d: unknown): void {
    this.#beats?.stop();
    this.#beats = new Beats({
      intervalMs: Math.min(helloIntervalMs(d) ?? limits.beatEveryMs, limits.beatEveryMs),
      random: this.#ports.random,
      beat: () => this.#beat(),
      silent: () => this.#again(),
    });
    this.#introduce();
  }

  /** Asks for the old session where there is one, else for a new one. */
  #introduce(): void {
    if (this.#token === null) return;
    const token = this.#token;
    if (this.#session) {
      this.#send(OP.resume, { token, session_id: this.#session.id, seq: this.#session.seq });
    } else {
      this.#send(OP.identify, identify(token));
    }
  }

  /** The server has no such session, or not yet, and waits on the same socket for what is asked next. */
  #invalid(resumable: boolean): void {
    if (!resumable || this.#putOff) this.#session = null;
    this.#putOff = true;
    if (this.#status.kind === "open") {
      this.#timer = setTimeout(() => this.#again(), limits.connectMs);
      this.#tell({ kind: "connecting", attempt: this.#attempt });
    }
    this.#introduce();
  }

  #dispatch({ t, d, s }: Frame): void {
    if (t === null) return;
    if (t === "READY") this.#session = { id: readySessionId(d), seq: 0 };
    if (this.#session && s !== null) this.#session.seq = s;
    const socket = this.#socket;
    this.#listener.dispatch(t, d);
    // Whoever listened may have ended the line.
    if (socket === this.#socket && (t === "READY" || t === "RESUMED")) this.#opened();
  }

  #opened(): void {
    clearTimeout(this.#timer);
    this.#openedAtMs = Date.now();
    this.#putOff = false;
    this.#offline = false;
    this.#tell({ kind: "open" });
  }
}
