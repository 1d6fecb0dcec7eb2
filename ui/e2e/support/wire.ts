import { createServer, type Socket, connect as tcp } from "node:net";

/** A way to the server on which the lines to the gateway can break, or fall silent without an end. */
export class Wire {
  readonly #close: () => Promise<void>;
  /** Both ends of each line to the gateway. */
  readonly #lines: Set<readonly [Socket, Socket]>;
  readonly #state: { isCut: boolean };
  readonly origin: string;

  private constructor(
    origin: string,
    lines: Set<readonly [Socket, Socket]>,
    state: { isCut: boolean },
    close: () => Promise<void>,
  ) {
    this.origin = origin;
    this.#lines = lines;
    this.#state = state;
    this.#close = close;
  }

  static async before(target: string): Promise<Wire> {
    const { hostname, port } = new URL(target);
    const lines = new Set<readonly [Socket, Socket]>();
    const all = new Set<Socket>();
    const state = { isCut: false };
    const listener = createServer((near) => {
      if (state.isCut) {
        near.destroy();
        return;
      }
      const far = tcp(Number(port), hostname);
      const ends = [near, far] as const;
      for (const [end, other] of [ends, [far, near] as const]) {
        all.add(end);
        end.on("error", () => other.destroy());
        end.on("close", () => {
          all.delete(end);
          lines.delete(ends);
          other.destroy();
        });
        end.pipe(other);
      }
      near.on("data", (bytes) => {
        if (/^upgrade: websocket/im.test(bytes.toString("latin1", 0, 4096))) lines.add(ends);
      });
    });
    await new Promise<void>((done) => listener.listen(0, "127.0.0.1", done));
    const address = listener.address();
    if (address === null || typeof address === "string") throw new Error("it listens nowhere");
    const close = async () => {
      for (const socket of all) socket.destroy();
      await new Promise((done) => listener.close(done));
    };
    return new Wire(`http://127.0.0.1:${address.port}`, lines, state, close);
  }

  /** Breaks each line that is open, as a router does that restarts; nothing goes through until `mend`. */
  cut(): void {
    this.#state.isCut = true;
    for (const [near, far] of this.#lines) {
      near.resetAndDestroy();
      far.resetAndDestroy();
    }
  }

  mend(): void {
    this.#state.isCut = false;
  }

  /** Nothing comes through any more on the lines that are open now, and neither end is told. New ones go through. */
  silence(): void {
    for (const [near, far] of this.#lines) {
      near.unpipe(far).resume();
      far.unpipe(near).resume();
    }
  }

  end(): Promise<void> {
    return this.#close();
  }
}
