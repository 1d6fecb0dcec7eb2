import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { limits } from "../limits.ts";
import type { Connection } from "./connection.ts";
import { OP } from "./gateway.ts";
import { Line } from "./socket.ts";
import { FakeSocket } from "./testing/fake-socket.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function setUp({ random = 0.5 } = {}) {
  const sockets: FakeSocket[] = [];
  const statuses: Connection[] = [];
  const heard: string[] = [];
  const refused: string[] = [];
  const line = new Line(
    {
      openSocket() {
        const socket = new FakeSocket();
        sockets.push(socket);
        return socket;
      },
      random: () => random,
    },
    {
      dispatch: (name) => heard.push(name),
      status: (status) => statuses.push(status),
      tokenRefused: (token) => refused.push(token),
    },
  );
  const last = (): FakeSocket => {
    const socket = sockets.at(-1);
    if (!socket) throw new Error("no socket");
    return socket;
  };
  const up = (): FakeSocket => {
    line.start("token");
    last().hello();
    last().tell("READY", { session_id: "first" });
    return last();
  };
  /** No socket but the last one may live. */
  const alive = (): number => sockets.filter((socket) => socket.readyState === 1).length;
  return { line, sockets, statuses, heard, refused, last, up, alive };
}

/** Goes on with time while the server answers every beat. */
function live(socket: FakeSocket, ms: number): void {
  for (let passed = 0; passed < ms; passed += 1_000) {
    const before = socket.ops(OP.heartbeat).length;
    vi.advanceTimersByTime(1_000);
    if (socket.ops(OP.heartbeat).length > before) socket.say(OP.heartbeatAck);
  }
}

describe("arriving", () => {
  test("HELLO is answered with IDENTIFY, and READY opens the line after it was told", () => {
    const { line, last, statuses, heard } = setUp();
    line.start("token");
    expect(statuses).toEqual([{ kind: "connecting", attempt: 1 }]);
    last().hello();
    const [identify] = last().ops(OP.identify);
    expect(identify?.d).toMatchObject({
      token: "token",
      large_threshold: 250,
      presence: { status: "online" },
    });
    last().tell("READY", { session_id: "s" });
    expect(heard).toEqual(["READY"]);
    expect(line.status).toEqual({ kind: "open" });
  });

  test("a server that never says HELLO is given up and tried again", () => {
    const { line, last, sockets } = setUp();
    line.start("token");
    const first = last();
    vi.advanceTimersByTime(limits.connectMs);
    expect(first.closedWith).toBe(4000);
    expect(line.status.kind).toBe("waiting");
    vi.advanceTimersByTime(limits.retryMinMs);
    expect(sockets).toHaveLength(2);
  });

  test("tries come ever less often, up to the longest wait", () => {
    const { line, last, statuses } = setUp();
    line.start("token");
    for (let tries = 0; tries < 12; tries += 1) {
      last().drop(1006);
      vi.advanceTimersByTime(limits.retryMaxMs);
    }
    const waits = statuses.flatMap((status) => (status.kind === "waiting" ? [status.attempt] : []));
    expect(waits).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
    last().drop(1006);
    const { status } = line;
    const waitMs = status.kind === "waiting" ? status.retryAtMs - Date.now() : 0;
    expect(waitMs).toBe(limits.retryMaxMs * 0.75);
  });

  test("a refused token ends the line for good", () => {
    const { line, last, refused, sockets } = setUp();
    line.start("token");
    last().hello();
    last().drop(4004);
    expect(refused).toEqual(["token"]);
    expect(line.status).toEqual({ kind: "closed" });
    vi.advanceTimersByTime(60_000);
    expect(sockets).toHaveLength(1);
  });

  test("nothing is sent before the line is open", () => {
    const { line, last } = setUp();
    line.start("token");
    last().hello();
    expect(line.send(OP.requestMembers, {})).toBe(false);
    last().tell("READY", { session_id: "s" });
    expect(line.send(OP.requestMembers, {})).toBe(true);
  });
});

describe("a broken line", () => {
  test("resumes with the number of the last event, soon if it had been up for a while", () => {
    const { up, last, sockets, alive, line, statuses } = setUp();
    const first = up();
    first.tell("MESSAGE_CREATE", {});
    live(first, limits.retryMaxMs);
    first.drop(1006);
    expect(alive()).toBe(0);
    vi.advanceTimersByTime(limits.retryFirstMs);
    expect(sockets).toHaveLength(2);
    expect(alive()).toBe(1);
    expect(statuses.at(-1)?.kind).toBe("connecting");
    last().hello();
    expect(last().ops(OP.resume)[0]?.d).toEqual({ token: "token", session_id: "first", seq: 2 });
    last().tell("MESSAGE_CREATE", {}, 3);
    expect(line.status.kind).toBe("connecting");
    last().tell("RESUMED", {}, 4);
    expect(line.status.kind).toBe("open");
  });

  test.each([0, 0.4, 0.999])(
    "the first try after a line that held is as late as chance %d says",
    (random) => {
      const { up, sockets, line, statuses } = setUp({ random });
      const first = up();
      live(first, limits.retryMaxMs);
      first.drop(1001);
      const lateMs = limits.retryFirstMs * random;
      expect(line.status).toEqual({
        kind: "waiting",
        attempt: 0,
        retryAtMs: Date.now() + lateMs,
        offline: false,
      });
      expect(statuses.at(-1)).toBe(line.status);
      vi.advanceTimersByTime(Math.max(0, Math.floor(lateMs) - 1));
      if (random > 0) expect(sockets).toHaveLength(1);
      vi.advanceTimersByTime(2);
      expect(sockets).toHaveLength(2);
      sockets.at(-1)?.drop(1006);
      expect(line.status).toMatchObject({ kind: "waiting", attempt: 1 });
    },
  );

  test("a line that breaks soon after opening is not stormed", () => {
    const { up, sockets } = setUp();
    up().drop(1006);
    expect(sockets).toHaveLength(1);
    vi.advanceTimersByTime(limits.retryMinMs);
    expect(sockets).toHaveLength(2);
  });

  test.each([1000, 1001, 4000, 4003, 4005, 4008, 4009])("close code %i resumes", (code) => {
    const { up, last } = setUp();
    up().drop(code);
    vi.advanceTimersByTime(limits.retryMinMs);
    last().hello();
    expect(last().ops(OP.resume)).toHaveLength(1);
  });

  test.each([4007, 4010, 4012, 4013])("close code %i identifies anew", (code) => {
    const { up, last } = setUp();
    up().drop(code);
    vi.advanceTimersByTime(limits.retryMinMs);
    last().hello();
    expect(last().ops(OP.identify)).toHaveLength(1);
  });

  test("op 7 moves the session to another socket", () => {
    const { up, last, sockets } = setUp();
    const first = up();
    live(first, limits.retryMaxMs);
    first.say(OP.reconnect);
    expect(first.closedWith).toBe(4000);
    vi.advanceTimersByTime(limits.retryFirstMs);
    expect(sockets).toHaveLength(2);
    last().hello();
    expect(last().ops(OP.resume)).toHaveLength(1);
  });

  test("op 9 false identifies anew on the same socket", () => {
    const { up, last, sockets, line } = setUp();
    up().drop(1006);
    vi.advanceTimersByTime(limits.retryMinMs);
    last().hello();
    last().say(OP.invalidSession, false);
    expect(last().ops(OP.identify)).toHaveLength(1);
    expect(sockets).toHaveLength(2);
    last().tell("READY", { session_id: "second" }, 1);
    expect(line.status.kind).toBe("open");
  });

  test("op 9 true resumes once more, and then identifies", () => {
    const { up, last } = setUp();
    up().drop(1006);
    vi.advanceTimersByTime(limits.retryMinMs);
    last().hello();
    last().say(OP.invalidSession, true);
    expect(last().ops(OP.resume)).toHaveLength(2);
    last().say(OP.invalidSession, true);
    expect(last().ops(OP.identify)).toHaveLength(1);
  });

  test("op 9 to an open line says that it is not open any more", () => {
    const { up, line } = setUp();
    const socket = up();
    socket.say(OP.invalidSession, false);
    expect(line.status.kind).toBe("connecting");
    live(socket, limits.connectMs);
    expect(socket.closedWith).toBe(4000);
    expect(line.status.kind).toBe("waiting");
  });

  test("what an old socket still says is heard by nobody", () => {
    const { up, last, heard } = setUp();
    const first = up();
    const { onmessage, onclose } = first;
    first.say(OP.reconnect);
    expect(first.onmessage).toBeNull();
    expect(first.onclose).toBeNull();
    expect(onmessage && onclose).toBeTruthy();
    vi.advanceTimersByTime(limits.retryMinMs);
    last().hello();
    expect(heard).toEqual(["READY"]);
  });
});

describe("a silent line", () => {
  test("is found within 15 seconds of going silent", () => {
    const { up, line } = setUp();
    const socket = up();
    live(socket, 30_000);
    vi.advanceTimersByTime(limits.beatEveryMs + limits.beatAnswerMs);
    expect(socket.closedWith).toBe(4000);
    expect(line.status.kind).not.toBe("open");
  });

  test("is kept as long as beats are answered, each with the last number", () => {
    const { up, line } = setUp();
    const socket = up();
    live(socket, 120_000);
    expect(line.status.kind).toBe("open");
    expect(socket.ops(OP.heartbeat).length).toBeGreaterThanOrEqual(11);
    expect(socket.ops(OP.heartbeat).at(-1)?.d).toBe(1);
  });

  test("is not one on which anything comes, though the answers to beats wait behind it", () => {
    const { up, line } = setUp();
    const socket = up();
    for (let passed = 0; passed < 60_000; passed += 1_000) {
      vi.advanceTimersByTime(1_000);
      socket.tell("MESSAGE_CREATE", {});
    }
    expect(line.status.kind).toBe("open");
    vi.advanceTimersByTime(limits.beatEveryMs + limits.beatAnswerMs);
    expect(line.status.kind).not.toBe("open");
  });

  test("a timer that fired late asks once more before it judges", () => {
    const { up, line } = setUp();
    const socket = up();
    live(socket, 20_000);
    const before = socket.ops(OP.heartbeat).length;
    vi.advanceTimersByTime(limits.beatEveryMs / 2);
    const asked = socket.ops(OP.heartbeat).length;
    expect(asked).toBe(before + 1);
    // The tab was frozen: the clock went on, its timers did not.
    vi.setSystemTime(Date.now() + 3_600_000);
    vi.advanceTimersByTime(limits.beatAnswerMs);
    expect(line.status.kind).toBe("open");
    expect(socket.ops(OP.heartbeat).length).toBeGreaterThan(asked);
    vi.advanceTimersByTime(limits.beatAnswerMs);
    expect(line.status.kind).not.toBe("open");
  });

  test("what comes makes a tab beat whose timers sleep", () => {
    const { up } = setUp();
    const socket = up();
    live(socket, 20_000);
    const beats = socket.ops(OP.heartbeat).length;
    vi.setSystemTime(Date.now() + 60_000);
    socket.tell("MESSAGE_CREATE", {});
    expect(socket.ops(OP.heartbeat)).toHaveLength(beats + 1);
  });

  test("op 1 from the server is answered with a beat", () => {
    const { up } = setUp();
    const socket = up();
    const before = socket.ops(OP.heartbeat).length;
    socket.say(OP.heartbeat);
    expect(socket.ops(OP.heartbeat)).toHaveLength(before + 1);
  });
});

describe("the window", () => {
  test("that goes offline is told at once, and tries go on: the server may be on this machine", () => {
    const { up, line, sockets, last, alive } = setUp();
    up();
    line.lost();
    expect(line.status).toMatchObject({ kind: "waiting", offline: true });
    vi.advanceTimersByTime(limits.retryMinMs);
    expect(sockets).toHaveLength(2);
    last().drop(1006);
    expect(line.status).toMatchObject({ kind: "waiting", offline: true });
    expect(alive()).toBe(0);
  });

  test("that comes online connects at once, once", () => {
    const { up, line, alive } = setUp();
    up();
    line.lost();
    line.online();
    line.online();
    expect(line.status.kind).toBe("connecting");
    expect(alive()).toBe(1);
  });

  test("that is seen again does not wait for the next try", () => {
    const { up, line, sockets, last } = setUp();
    up().drop(1006);
    for (let tries = 0; tries < 6; tries += 1) {
      vi.advanceTimersByTime(limits.retryMaxMs);
      last().drop(1006);
    }
    const before = sockets.length;
    line.wake();
    expect(sockets).toHaveLength(before + 1);
  });

  test("that is seen again asks an open line, and finds a dead one in 5 seconds", () => {
    const { up, line } = setUp();
    const socket = up();
    live(socket, 20_000);
    const before = socket.ops(OP.heartbeat).length;
    line.wake();
    expect(socket.ops(OP.heartbeat)).toHaveLength(before + 1);
    vi.advanceTimersByTime(limits.beatAnswerMs);
    expect(line.status.kind).not.toBe("open");
  });

  test("a stopped line ends its session and stays down", () => {
    const { up, line, sockets } = setUp();
    const socket = up();
    line.stop();
    expect(socket.closedWith).toBe(1000);
    line.wake();
    line.online();
    line.lost();
    vi.advanceTimersByTime(60_000);
    expect(sockets).toHaveLength(1);
    expect(line.status).toEqual({ kind: "closed" });
  });

  test("another token begins another session", () => {
    const { up, line, last } = setUp();
    up();
    line.start("other");
    last().hello();
    expect(last().ops(OP.resume)).toHaveLength(0);
    expect(last().ops(OP.identify)[0]?.d).toMatchObject({ token: "other" });
  });
});
