/** The gateway's frames (Discord docs, Gateway): opcodes, what is sent, and what a close code advises. */

export const OP = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  resume: 6,
  reconnect: 7,
  requestMembers: 8,
  invalidSession: 9,
  hello: 10,
  heartbeatAck: 11,
} as const;

export interface Frame {
  readonly op: number;
  readonly d: unknown;
  readonly s: number | null;
  readonly t: string | null;
}

/** Returns null for what is no frame. */
export function parseFrame(data: unknown): Frame | null {
  if (typeof data !== "string") return null;
  try {
    const { op, d, s, t } = JSON.parse(data) as Partial<Record<"op" | "d" | "s" | "t", unknown>>;
    if (typeof op !== "number") return null;
    return { op, d, s: typeof s === "number" ? s : null, t: typeof t === "string" ? t : null };
  } catch {
    return null;
  }
}

/** The bits of what a person hears of (Discord docs, Gateway Intents). */
const INTENT_BITS = {
  guilds: 0,
  members: 1,
  presences: 8,
  messages: 9,
  reactions: 10,
  typing: 11,
  messageContent: 15,
};
const INTENTS = Object.values(INTENT_BITS).reduce((intents, bit) => intents | (1 << bit), 0);
/** The most members that the server lists at once. */
const LARGE_THRESHOLD = 250;

export function identify(token: string): object {
  return {
    token,
    intents: INTENTS,
    large_threshold: LARGE_THRESHOLD,
    properties: { os: "web", browser: "Belfry", device: "" },
    presence: { status: "online", since: null, activities: [], afk: false },
  };
}

/** Keeps the session for a RESUME; 1000 and 1001 would end it. */
export const CLOSE_TO_RESUME = 4000;
export const CLOSE_FOR_GOOD = 1000;

/** What to do after the server closed (Discord docs, Gateway Close Event Codes). */
export function afterClose(code: number): "resume" | "identify" | "token-refused" {
  if (code === 4004) return "token-refused";
  // An impossible number, or a way of asking that the server does not take: the session is of no use any more.
  return code === 4007 || (code >= 4010 && code <= 4014) ? "identify" : "resume";
}

export function helloIntervalMs(hello: unknown): number | null {
  const told = (hello as { heartbeat_interval?: unknown } | null)?.heartbeat_interval;
  return typeof told === "number" && told > 0 ? told : null;
}

export function readySessionId(ready: unknown): string {
  return String((ready as { session_id?: unknown } | null)?.session_id ?? "");
}
