/** A WebSocket whose other side is a test. */

import { OP } from "../gateway.ts";
import type { SocketLike } from "../socket.ts";

interface SentFrame {
  readonly op: number;
  readonly d: unknown;
}

export class FakeSocket implements SocketLike {
  readyState = 1;
  onmessage: SocketLike["onmessage"] = null;
  onclose: SocketLike["onclose"] = null;
  readonly sent: SentFrame[] = [];
  /** What the client closed it with. */
  closedWith: number | null = null;
  readonly #answersBeats: boolean;
  #seq = 0;

  constructor({ answersBeats = false } = {}) {
    this.#answersBeats = answersBeats;
  }

  send(text: string): void {
    const frame: SentFrame = JSON.parse(text);
    this.sent.push(frame);
    if (this.#answersBeats && frame.op === OP.heartbeat) queueMicrotask(() => this.say(OP.heartbeatAck));
  }

  close(code = 1005): void {
    this.readyState = 3;
    this.closedWith = code;
  }

  /** The server says a frame. */
  say(op: number, d: unknown = null): void {
    this.onmessage?.({ data: JSON.stringify({ op, d, s: null, t: null }) });
  }

  /** The server says an event. */
  tell(t: string, d: unknown, s = this.#seq + 1): void {
    this.#seq = s;
    this.onmessage?.({ data: JSON.stringify({ op: OP.dispatch, d, s, t }) });
  }

  /** The server, or the network, ends it. */
  drop(code: number): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }

  hello(intervalMs = 41_250): void {
    this.say(OP.hello, { heartbeat_interval: intervalMs });
  }

  ops(op: number): SentFrame[] {
    return this.sent.filter((frame) => frame.op === op);
  }
}
