/** Pages of history: one at a time for each channel, and caught up whenever events may have been missed. */

import { limits } from "../limits.ts";
import { getMessage, listMessages } from "../net/api/messages.ts";
import type { Rest } from "../net/rest.ts";
import { compareSnowflakes, type Snowflake } from "../net/snowflake.ts";
import type { WireMessage } from "../net/wire.ts";
import type { TimelineEvent } from "../state/event.ts";
import type { LoadKind, State, Timeline } from "../state/model.ts";
import type { Jumped } from "./actions.ts";
import { Again } from "./again.ts";
import type { Store } from "./store.ts";

type Page = Omit<Extract<TimelineEvent, { kind: "page" }>, "kind" | "channelId" | "load">;
/** Fetches what a load is about; null: no answer, or refused. */
type Fetch = () => Promise<Page | null>;
type Found = (channelId: Snowflake, messages: readonly WireMessage[]) => void;

/** Discord docs, JSON error codes. */
const UNKNOWN_MESSAGE = 10_008;
/** Pages that cover all that is kept of a channel, and one for what came since. */
const CATCH_UP_PAGES = limits.timelineMessages / limits.pageMessages + 1;

export class History {
  readonly #store: Store;
  readonly #rest: Rest;
  readonly #random: () => number;
  readonly #again: Again;
  readonly #found: Found;
  /** Channels looked at, the last one last. */
  readonly #seen = new Set<Snowflake>();
  /** Whose load runs, and which: an answer to another one is too late. */
  readonly #running = new Map<Snowflake, object>();
  /** What was asked for while another load ran, or there was no line. */
  readonly #next = new Map<Snowflake, () => void>();
  /** What was jumped to last. */
  readonly #targets = new Map<Snowflake, Snowflake>();
  #open: Snowflake | null = null;
  /** How often in a row the open channel could not be brought up to date, and the next try. */
  #tries = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `found`: is told of what history has. */
  constructor(store: Store, rest: Rest, random: () => number, found: Found) {
    this.#store = store;
    this.#rest = rest;
    this.#random = random;
    this.#again = new Again(store, rest);
    this.#found = found;
  }

  /** Somebody else is here, or nobody. */
  forget(): void {
    this.#seen.clear();
    this.#running.clear();
    this.#next.clear();
    this.#targets.clear();
    this.#again.forget();
    this.#open = null;
    this.#startAnew();
  }

  /** The line is up. */
  wake(): void {
    this.#again.wake();
    this.refresh();
  }

  /** Somebody reacted. */
  reacted(channelId: Snowflake, messageId: Snowflake): void {
    this.#again.reacted(channelId, messageId);
  }

  /** Nobody answered a reaction: what became of it is asked for. */
  doubt(channelId: Snowflake, messageId: Snowflake): void {
    this.#again.doubt(channelId, messageId);
  }

  /** The person looks at the channel. */
  open(channelId: Snowflake): void {
    const isOther = channelId !== this.#open;
    this.#open = channelId;
    this.#seen.delete(channelId);
    this.#seen.add(channelId);
    if (isOther) this.refresh();
    else this.#bringUpToDate(channelId, false);
    this.#makeRoom();
  }

  /** Loads or catches up the channel that the person looks at, if events of it may have been missed: now, whatever failed before. */
  refresh(): void {
    this.#startAnew();
    if (this.#open !== null) this.#bringUpToDate(this.#open, true);
  }

  older(channelId: Snowflake): void {
    this.#extend(channelId, "older");
  }

  newer(channelId: Snowflake): void {
    this.#extend(channelId, "newer");
  }

  present(channelId: Snowflake): void {
    const timeline = this.#timeline(channelId);
    this.#targets.delete(channelId);
    if (timeline && !timeline.hasNewer) return;
    if (isHeard(this.#store.getState(), channelId)) {
      void this.#load(channelId, "newest", () => this.#newest(channelId));
    } else {
      this.#next.set(channelId, () => this.present(channelId));
    }
  }

  retry(channelId: Snowflake): void {
    const failed = this.#timeline(channelId)?.failed;
    const target = this.#targets.get(channelId);
    if (failed === "older" || failed === "newer") this.#extend(channelId, failed);
    else if (failed === "newest") void this.#load(channelId, "newest", () => this.#newest(channelId));
    else if (failed === "around" && target) void this.jumpNear(channelId, target);
    else this.#bringUpToDate(channelId, true);
  }

  /** Shows a message among its neighbours. */
  async jumpTo(channelId: Snowflake, messageId: Snowflake): Promise<Jumped> {
    if (this.#has(channelId, messageId)) return "shown";
    if (!isHeard(this.#store.getState(), channelId)) return "failed";
    this.#targets.set(channelId, messageId);
    const found = await getMessage(this.#rest, channelId, messageId);
    if (this.#targets.get(channelId) !== messageId) return "overtaken";
    if (!found.ok) return found.code === UNKNOWN_MESSAGE ? "gone" : "failed";
    const jumped = await this.jumpNear(channelId, messageId);
    return jumped === "shown" && !this.#has(channelId, messageId) ? "gone" : jumped;
  }

  /** Shows where a message is, or was. */
  async jumpNear(channelId: Snowflake, messageId: Snowflake): Promise<Jumped> {
    const { messages = [], hasOlder } = this.#timeline(channelId) ?? {};
    const [first, last] = [messages[0], messages.at(-1)];
    const isAfterFirst = first && (!hasOlder || compareSnowflakes(first.id, messageId) <= 0);
    if (last && isAfterFirst && compareSnowflakes(messageId, last.id) <= 0) return "shown";
    this.#targets.set(channelId, messageId);
    return this.#load(channelId, "around", () => this.#around(channelId, messageId));
  }

  #has(channelId: Snowflake, messageId: Snowflake): boolean {
    return this.#timeline(channelId)?.messages.some(({ id }) => id === messageId) ?? false;
  }

  #timeline(channelId: Snowflake): Timeline | undefined {
    return this.#store.getState().timelines[channelId];
  }

  #bringUpToDate(channelId: Snowflake, again: boolean): void {
    this.#store.flush();
    const timeline = this.#timeline(channelId);
    if (!isHeard(this.#store.getState(), channelId) || this.#running.has(channelId)) return;
    if (timeline?.live) {
      this.#goOn(channelId);
      return;
    }
    const hasFailed = timeline?.failed === "catch-up" || timeline?.failed === "newest";
    if (hasFailed && !again) return;
    if (!timeline || timeline.messages.length === 0) {
      void this.#load(channelId, "newest", () => this.#newest(channelId));
    } else {
      void this.#load(channelId, "catch-up", () => this.#catchUp(channelId, timeline));
    }
  }

  #extend(channelId: Snowflake, kind: "older" | "newer"): void {
    const timeline = this.#timeline(channelId);
    if (!timeline || !(kind === "older" ? timeline.hasOlder : timeline.hasNewer)) return;
    const runs = this.#running.has(channelId);
    if (runs && timeline.load?.kind === kind) return;
    if (runs || !timeline.live || !isHeard(this.#store.getState(), channelId)) {
      this.#next.set(channelId, () => this.#extend(channelId, kind));
      this.#bringUpToDate(channelId, true);
    } else {
      void this.#load(channelId, kind, () => this.#beyond(channelId, timeline, kind));
    }
  }

  /** Does what had to wait for a load, or for the line. */
  #goOn(channelId: Snowflake): void {
    const next = this.#next.get(channelId);
    this.#next.delete(channelId);
    next?.();
  }

  async #load(channelId: Snowflake, load: LoadKind, fetch: Fetch): Promise<Jumped> {
    if (!isHeard(this.#store.getState(), channelId)) return "failed";
    const run = {};
    this.#running.set(channelId, run);
    this.#store.apply({ kind: "load-begun", channelId, load });
    const page = await fetch();
    if (this.#running.get(channelId) !== run) return "overtaken";
    this.#running.delete(channelId);
    this.#store.apply(
      page ? { kind: "page", channelId, load, ...page } : { kind: "load-failed", channelId, load },
    );
    void this.#again.refetch(channelId);
    if (!page) {
      this.#next.delete(channelId);
      if (channelId === this.#open && (load === "newest" || load === "catch-up")) this.#tryLater(channelId);
      return "failed";
    }
    this.#again.paged(channelId);
    this.#found(channelId, page.messages);
    this.#goOn(channelId);
    // A READY came while the page was on its way: it may lack what was said before that.
    if (channelId === this.#open) {
      this.#startAnew();
      this.#bringUpToDate(channelId, false);
    }
    return "shown";
  }

  /** What is not up to date shows nothing new: it is tried again by itself, while somebody looks at it. */
  #tryLater(channelId: Snowflake): void {
    const longestMs = Math.min(limits.retryMaxMs, limits.retryMinMs * 2 ** this.#tries);
    this.#tries += 1;
    clearTimeout(this.#timer);
    const retry = (): void => {
      if (channelId === this.#open) this.#bringUpToDate(channelId, true);
    };
    this.#timer = setTimeout(retry, longestMs * (0.5 + this.#random() / 2));
  }

  #startAnew(): void {
    clearTimeout(this.#timer);
    this.#tries = 0;
  }

  async #list(
    channelId: Snowflake,
    query: { before?: Snowflake; after?: Snowflake; around?: Snowflake },
  ): Promise<readonly WireMessage[] | null> {
    const answer = await listMessages(this.#rest, channelId, { ...query, limit: limits.pageMessages });
    return answer.ok ? answer.value : null;
  }

  async #newest(channelId: Snowflake): Promise<Page | null> {
    const messages = await this.#list(channelId, {});
    return messages && { messages, ...olderEnd(messages), before: null, reachedNewest: true };
  }

  async #beyond(channelId: Snowflake, timeline: Timeline, kind: "older" | "newer"): Promise<Page | null> {
    const [first, last] = [timeline.messages[0], timeline.messages.at(-1)];
    if (!first || !last) return this.#newest(channelId);
    if (kind === "older") {
      const messages = await this.#list(channelId, { before: first.id });
      return messages && { messages, ...olderEnd(messages), before: first.id, reachedNewest: false };
    }
    const messages = await this.#list(channelId, { after: last.id });
    return messages && { messages, after: last.id, reachedOldest: false, ...newerEnd(messages) };
  }

  async #around(channelId: Snowflake, messageId: Snowflake): Promise<Page | null> {
    const messages = await this.#list(channelId, { around: messageId });
    const [first, last] = [messages?.[0], messages?.at(-1)];
    if (!messages || !first || !last) return null;
    this.#store.flush();
    const newest = this.#store.getState().channels[channelId]?.lastMessageId ?? null;
    const reachedNewest = newest !== null && compareSnowflakes(last.id, newest) >= 0;
    return {
      messages,
      after: step(first.id, -1n),
      before: reachedNewest ? null : step(last.id, 1n),
      reachedOldest: false,
      reachedNewest,
    };
  }

  /** Covers all that is kept, the newest page first. Whoever stands at the end and missed too much gets the newest page instead. */
  async #catchUp(channelId: Snowflake, timeline: Timeline): Promise<Page | null> {
    const [first, last] = [timeline.messages[0], timeline.messages.at(-1)];
    if (!first || !last) return this.#newest(channelId);
    const end = step(last.id, 1n);
    if (timeline.hasNewer) return this.#downTo(channelId, first.id, { before: end, messages: [] });
    const newest = await this.#newest(channelId);
    if (!newest || newest.reachedOldest) return newest;
    const joins = newest.after !== null && compareSnowflakes(newest.after, last.id) <= 0;
    if (joins) return this.#downTo(channelId, first.id, { before: null, messages: newest.messages });
    return timeline.pinned ? newest : this.#downTo(channelId, first.id, { before: end, messages: [] });
  }

  async #downTo(
    channelId: Snowflake,
    firstId: Snowflake,
    start: { readonly before: Snowflake | null; readonly messages: readonly WireMessage[] },
  ): Promise<Page | null> {
    let { messages } = start;
    let older = messages.length > 0 ? olderEnd(messages) : { after: start.before, reachedOldest: false };
    const covers = (): boolean => older.after === null || compareSnowflakes(older.after, firstId) < 0;
    for (let pages = 1; !covers() && pages < CATCH_UP_PAGES; pages += 1) {
      const before = messages[0]?.id ?? start.before;
      const page = await this.#list(channelId, before === null ? {} : { before });
      if (!page) return null;
      messages = [...page, ...messages];
      older = olderEnd(page);
    }
    // What is older than all that is kept stays out: it would push out the other end.
    const wanted = messages.filter(({ id }) => compareSnowflakes(id, firstId) >= 0);
    const cut = covers() && wanted.length < messages.length;
    return {
      messages: cut ? wanted : messages,
      ...(cut ? { after: step(firstId, -1n), reachedOldest: false } : older),
      before: start.before,
      reachedNewest: start.before === null,
    };
  }

  #makeRoom(): void {
    const { timelines } = this.#store.getState();
    const seen = [...this.#seen];
    const gone = seen.slice(0, Math.max(0, seen.length - limits.timelines));
    for (const id of gone)
      for (const known of [this.#seen, this.#running, this.#next, this.#targets]) known.delete(id);
    const channelIds = gone.filter((id) => timelines[id] !== undefined);
    if (channelIds.length > 0) this.#store.apply({ kind: "timelines-dropped", channelIds });
  }
}

/** The line is up and tells of the channel: what follows a page will be heard. */
function isHeard(state: State, channelId: Snowflake): boolean {
  const guild = state.guilds[state.channels[channelId]?.guildId ?? ""];
  return state.connection.kind === "open" && guild?.live === true;
}

/** A page that is not full reached the beginning. */
function olderEnd(messages: readonly WireMessage[]): { after: Snowflake | null; reachedOldest: boolean } {
  const [first] = messages;
  return messages.length < limits.pageMessages || !first
    ? { after: null, reachedOldest: true }
    : { after: step(first.id, -1n), reachedOldest: false };
}

function newerEnd(messages: readonly WireMessage[]): { before: Snowflake | null; reachedNewest: boolean } {
  const last = messages.at(-1);
  return messages.length < limits.pageMessages || !last
    ? { before: null, reachedNewest: true }
    : { before: step(last.id, 1n), reachedNewest: false };
}

function step(id: Snowflake, by: bigint): Snowflake {
  return String(BigInt(id) + by);
}
