/** Members on demand (Discord docs, Gateway, Request Guild Members): one request at a time, each told by its nonce. */

import { limits } from "../limits.ts";
import { OP } from "../net/gateway.ts";
import type { Snowflake } from "../net/snowflake.ts";
import type { Dispatch } from "../state/event.ts";
import type { State } from "../state/model.ts";
import type { Store } from "./store.ts";

type Chunk = Extract<Dispatch, { kind: "members-chunk" }>;
type Timer = ReturnType<typeof setTimeout>;

interface Request {
  readonly nonce: string;
  readonly guildId: Snowflake;
  readonly what:
    | { readonly kind: "first"; readonly limit: number }
    | { readonly kind: "prefix"; readonly query: string }
    | { readonly kind: "ids"; readonly userIds: readonly Snowflake[] };
  readonly found: Snowflake[];
  done(userIds: readonly Snowflake[]): void;
}

/** A server that does not answer must not hold up the others. */
const ANSWER_MS = 10_000;
/** Ids that views ask for one by one are gathered. */
const GATHER_MS = 50;

export class Members {
  readonly #store: Store;
  readonly #send: (op: number, d: object) => boolean;
  readonly #waiting: Request[] = [];
  #asked: Request | null = null;
  #timer: Timer | undefined;
  #gatherTimer: Timer | undefined;
  #nonces = 0;
  readonly #listed = new Set<Snowflake>();
  /** The guild whose list was asked for last. */
  #looked: Snowflake | null = null;
  /** Wanted, and asked for in this session, by guild: who is no member is not asked for again. */
  readonly #wanted = new Map<Snowflake, Set<Snowflake>>();
  readonly #known = new Map<Snowflake, Set<Snowflake>>();

  constructor(store: Store, send: (op: number, d: object) => boolean) {
    this.#store = store;
    this.#send = send;
  }

  /** A new session: what was answered in the old one may be out of date. */
  forget(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#gatherTimer);
    this.#gatherTimer = undefined;
    for (const request of [this.#asked, ...this.#waiting.splice(0)]) request?.done(request.found);
    this.#asked = null;
    this.#listed.clear();
    this.#wanted.clear();
    this.#known.clear();
  }

  /** The person left the guild, or it is told anew: what was answered of it is no longer all there is. */
  forgetGuild(guildId: Snowflake): void {
    for (const known of [this.#listed, this.#wanted, this.#known]) known.delete(guildId);
  }

  /** Guilds were told: whose list is looked at, or was asked for too early, is listed again. */
  guildsCame(): void {
    if (this.#looked !== null) this.list(this.#looked);
  }

  /** The line is up again: a request may have been lost with the old one. */
  resume(): void {
    if (this.#asked) this.#ask(this.#asked);
    else this.#advance();
  }

  /** All of a large guild, or the first ones; a small one's are known. */
  list(guildId: Snowflake): void {
    this.#looked = guildId;
    const guild = this.#store.getState().guilds[guildId];
    if (!guild?.large || !guild.live || this.#listed.has(guildId)) return;
    this.#listed.add(guildId);
    const limit = guild.memberCount <= limits.membersListed ? 0 : limits.membersAsked;
    void this.#request(guildId, { kind: "first", limit });
  }

  find(guildId: Snowflake, query: string): Promise<readonly Snowflake[]> {
    const state = this.#store.getState();
    if (query === "" || !state.guilds[guildId]?.large) {
      return Promise.resolve(membersNamed(state, guildId, query));
    }
    // Whoever types on does not wait for what they typed before.
    const older = this.#waiting.filter((one) => one.guildId === guildId && one.what.kind === "prefix");
    for (const request of older) this.#drop(request);
    return this.#request(guildId, { kind: "prefix", query });
  }

  need(guildId: Snowflake, userIds: readonly Snowflake[]): void {
    const { guilds, members } = this.#store.getState();
    // The others tell all their members.
    if (!guilds[guildId]?.large) return;
    const known = setOf(this.#known, guildId);
    const missing = userIds.filter((id) => !members[guildId]?.[id] && !known.has(id));
    if (missing.length === 0) return;
    const wanted = setOf(this.#wanted, guildId);
    for (const id of missing) {
      known.add(id);
      wanted.add(id);
    }
    this.#gatherTimer ??= setTimeout(() => this.#gathered(), GATHER_MS);
  }

  /** A chunk came, and is in the state. */
  heard(chunk: Chunk): void {
    const asked = this.#asked;
    if (!asked || chunk.nonce !== asked.nonce) return;
    asked.found.push(...chunk.members.map(({ user }) => user.id));
    if (chunk.last) this.#finish(asked);
  }

  #gathered(): void {
    this.#gatherTimer = undefined;
    for (const [guildId, wanted] of this.#wanted) {
      const ids = [...wanted];
      for (let at = 0; at < ids.length; at += limits.membersAsked) {
        void this.#request(guildId, { kind: "ids", userIds: ids.slice(at, at + limits.membersAsked) });
      }
    }
    this.#wanted.clear();
  }

  #request(guildId: Snowflake, what: Request["what"]): Promise<readonly Snowflake[]> {
    return new Promise((done) => {
      this.#nonces += 1;
      this.#waiting.push({ nonce: String(this.#nonces), guildId, what, found: [], done });
      const [oldest] = this.#waiting;
      if (oldest && this.#waiting.length > limits.memberRequests) this.#drop(oldest);
      this.#advance();
    });
  }

  #drop(request: Request): void {
    this.#waiting.splice(this.#waiting.indexOf(request), 1);
    // It may be asked for again.
    if (request.what.kind === "ids") {
      for (const id of request.what.userIds) this.#known.get(request.guildId)?.delete(id);
    }
    request.done(request.found);
  }

  #advance(): void {
    const next = this.#asked ? undefined : this.#waiting[0];
    if (next && this.#ask(next)) {
      this.#waiting.shift();
      this.#asked = next;
    }
  }

  #ask(request: Request): boolean {
    const { nonce, guildId: guild_id, what } = request;
    const asked =
      what.kind === "ids"
        ? { user_ids: what.userIds }
        : what.kind === "prefix"
          ? { query: what.query, limit: limits.suggestions * 2 }
          : { query: "", limit: what.limit };
    if (!this.#send(OP.requestMembers, { guild_id, nonce, presences: true, ...asked })) return false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#finish(request), ANSWER_MS);
    return true;
  }

  #finish(request: Request): void {
    clearTimeout(this.#timer);
    this.#asked = null;
    request.done(request.found);
    this.#advance();
  }
}

function setOf(sets: Map<Snowflake, Set<Snowflake>>, guildId: Snowflake): Set<Snowflake> {
  const found = sets.get(guildId) ?? new Set();
  sets.set(guildId, found);
  return found;
}

function membersNamed(state: State, guildId: Snowflake, query: string): readonly Snowflake[] {
  const prefix = query.toLocaleLowerCase();
  const named = Object.values(state.members[guildId] ?? {}).filter(({ userId, nick }) => {
    const user = state.users[userId];
    return [nick, user?.globalName, user?.name].some((name) => name?.toLocaleLowerCase().startsWith(prefix));
  });
  return named.map(({ userId }) => userId);
}
