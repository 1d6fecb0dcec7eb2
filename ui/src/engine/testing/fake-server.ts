/** A server of one guild with one channel, whose answers a test may spoil. */

import { OP } from "../../net/gateway.ts";
import { compareSnowflakes, type Snowflake } from "../../net/snowflake.ts";
import { FakeSocket } from "../../net/testing/fake-socket.ts";
import type { WireMessage, WireReadState } from "../../net/wire.ts";

export const ME = "1";
export const GUILD = "10";
export const CHANNEL = "20";

const user = (id: Snowflake) => ({ id, username: `user${id}`, global_name: null, bot: false });
/** Before all ids. */
const JOINED = "2015-01-01T00:00:00.000000+00:00";
const member = (id: Snowflake) => ({ user: user(id), nick: null, roles: [], joined_at: JOINED });

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
  readonly body: any;
  readonly token: string | null;
}
/** What a test wants to happen instead of an answer: a Response, or an error that is thrown. */
type Spoil = (asked: Asked, answer: () => Response) => Response | Promise<Response> | null;

export class FakeServer {
  readonly sockets: FakeSocket[] = [];
  readonly asked: Asked[] = [];
  /** Ascending. */
  history: WireMessage[] = [];
  channels: Snowflake[] = [CHANNEL];
  large = false;
  /** Whether the gateway tells of what is posted. */
  tells = true;
  spoil: Spoil = () => null;
  #ids = 1_000;
  #sessions = 0;

  openSocket(): FakeSocket {
    const socket = new FakeSocket({ answersBeats: true });
    this.sockets.push(socket);
    return socket;
  }

  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error("nobody has connected");
    return socket;
  }

  /** Answers the newest socket's introduction with a new session. */
  ready(socket = this.socket, read_state: readonly WireReadState[] = []): void {
    this.#sessions += 1;
    if (socket.ops(OP.identify).length + socket.ops(OP.resume).length === 0) socket.hello();
    const guilds = [{ id: GUILD, unavailable: true }];
    socket.tell("READY", { user: user(ME), session_id: `session${this.#sessions}`, guilds, read_state }, 1);
  }

  guildCreate(socket = this.socket): void {
    socket.tell("GUILD_CREATE", {
      id: GUILD,
      name: "guild",
      owner_id: ME,
      roles: [],
      joined_at: JOINED,
      member_count: 1,
      large: this.large,
      channels: this.channels.map((id) => this.channel(id)),
      members: [member(ME)],
      presences: [],
    });
  }

  channel(id: Snowflake) {
    return {
      id,
      type: 0,
      guild_id: GUILD,
      name: `channel${id}`,
      position: 0,
      parent_id: null,
      topic: null,
      last_message_id: this.history.filter((message) => message.channel_id === id).at(-1)?.id ?? null,
      permission_overwrites: [],
    };
  }

  /** A message that comes to be in history, told to nobody. */
  write(content: string, { author = "2", channel = CHANNEL, nonce = "" } = {}): WireMessage {
    this.#ids += 1;
    const message: WireMessage = {
      id: String(this.#ids),
      channel_id: channel,
      guild_id: GUILD,
      type: 0,
      author: user(author),
      content,
      timestamp: JOINED,
      edited_timestamp: null,
      mentions: [],
      mention_roles: [],
      mention_everyone: false,
      embeds: [],
      ...(nonce ? { nonce } : {}),
    };
    this.history.push(message);
    return message;
  }

  /** A message that is told. */
  say(content: string): WireMessage {
    const message = this.write(content);
    this.socket.tell("MESSAGE_CREATE", message);
    return message;
  }

  ofPath(method: string, ending: string): Asked[] {
    return this.asked.filter((asked) => asked.method === method && asked.path.endsWith(ending));
  }

  async fetch(url: string, init: RequestInit): Promise<Response> {
    const { pathname, searchParams: query } = new URL(url, "http://test.invalid");
    const headers = new Headers(init.headers);
    const asked: Asked = {
      method: init.method ?? "GET",
      path: pathname.replace("/api/v10", ""),
      query,
      body: typeof init.body === "string" ? JSON.parse(init.body) : undefined,
      token: headers.get("Authorization"),
    };
    this.asked.push(asked);
    const { signal } = init;
    const aborted = new Promise<never>((_, reject) =>
      signal?.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError"))),
    );
    const spoilt = await Promise.race([this.spoil(asked, () => this.#answer(asked)), aborted]);
    return spoilt ?? this.#answer(asked);
  }

  #answer(asked: Asked): Response {
    const [, , channel = "", what, id] = asked.path.split("/");
    if (asked.path === "/auth/login") {
      return json(200, { user_id: ME, token: "fresh", settings: {} });
    }
    if (what !== "messages") return new Response(null, { status: 204 });
    if (asked.method === "POST" && id === undefined) return this.#post(channel, asked);
    if (asked.method !== "GET") return new Response(null, { status: 204 });
    if (id === undefined) return json(200, this.#page(channel, asked.query));
    const found = this.history.find((message) => message.id === id);
    return found ? json(200, found) : json(404, { code: 10_008, message: "Unknown Message" });
  }

  #post(channel: Snowflake, { body }: Asked): Response {
    const known = this.history.find((message) => message.nonce === body.nonce);
    const message = known ?? this.write(body.content, { author: ME, channel, nonce: body.nonce });
    if (!known && this.tells) this.socket.tell("MESSAGE_CREATE", message);
    return json(200, message);
  }

  #page(channel: Snowflake, query: URLSearchParams): WireMessage[] {
    const [before, after, around] = [query.get("before"), query.get("after"), query.get("around")];
    const limit = Number(query.get("limit"));
    const all = this.history.filter((message) => message.channel_id === channel);
    const isBefore = (id: Snowflake, bound: Snowflake): boolean => compareSnowflakes(id, bound) < 0;
    if (after)
      return all
        .filter(({ id }) => isBefore(after, id))
        .slice(0, limit)
        .reverse();
    if (around) {
      const at = all.findIndex(({ id }) => !isBefore(id, around));
      return all.slice(Math.max(0, at - limit / 2), at + limit / 2).reverse();
    }
    const older = before ? all.filter(({ id }) => isBefore(id, before)) : all;
    return older.slice(-limit).reverse();
  }
}

export function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status });
}
