/**
 * Own messages that no server has acked, kept so that no reload or crash of the tab loses them.
 *
 * Each tab keeps its own under a name that it holds a Web Lock for. Whose lock is free is dead: the next tab takes over what it left, and
 * as it holds the lock meanwhile, no two tabs take the same. Without locks a tab knows only what it kept itself before its reload.
 */

import type { Snowflake } from "../net/snowflake.ts";
import type { ReplyTarget } from "../state/model.ts";
import { keep, kept } from "./kept.ts";
import { isOfLeft, UNSENT, unsentTabs } from "./left.ts";
import type { Ports } from "./ports.ts";

export interface Unsent {
  readonly nonce: string;
  readonly userId: Snowflake;
  readonly channelId: Snowflake;
  readonly content: string;
  readonly replyTo: ReplyTarget | null;
  readonly mentionAuthor: boolean;
  readonly composedAtMs: number;
  /** From here the server's memory of the nonce counts: since it was composed, or the person asked for another try. */
  readonly sinceMs: number;
  /** Why it was refused, or given up. */
  readonly failed: string | null;
}

const TAB_KEY = "belfry.tab";

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || isText(value);
}

function isReplyTarget(value: unknown): boolean {
  const { messageId, authorId, content } = (value ?? {}) as Partial<Record<keyof ReplyTarget, unknown>>;
  return isText(messageId) && isTextOrNull(authorId) && isTextOrNull(content);
}

function isUnsent(value: unknown): value is Unsent {
  const given = (value ?? {}) as Partial<Record<keyof Unsent, unknown>>;
  const texts = [given.nonce, given.userId, given.channelId, given.content];
  const numbers = [given.composedAtMs, given.sinceMs];
  return (
    texts.every(isText) &&
    numbers.every((number) => typeof number === "number") &&
    isTextOrNull(given.failed) &&
    typeof given.mentionAuthor === "boolean" &&
    (given.replyTo === null || isReplyTarget(given.replyTo))
  );
}

export interface UnsentKeeper {
  /** Replaces what this tab keeps. */
  keep(all: readonly Unsent[]): void;
  /** What this tab kept before its reload and what dead tabs left, oldest first. It is this tab's from now on. */
  adopt(): Promise<readonly Unsent[]>;
  /** Lets go of this tab's name. */
  close(): void;
}

export function createUnsentKeeper({ storage, tabStorage, locks, unique }: Ports): UnsentKeeper {
  let release: () => void = () => undefined;
  let name: string | null = null;
  let naming: Promise<string> | null = null;
  let isOwnRead = false;
  /** One taking over at a time: two would both believe that they read this tab's own first. */
  let last: Promise<unknown> = Promise.resolve();

  /** Holds a lock until `release`; returns false where another tab holds it. */
  const hold = (tab: string): Promise<boolean> =>
    new Promise((resolve) => {
      const held = (lock: unknown): Promise<void> => {
        resolve(lock !== null);
        return lock === null ? Promise.resolve() : new Promise((done) => (release = done));
      };
      if (!locks) resolve(true);
      else locks.request(UNSENT + tab, { ifAvailable: true }, held).catch(() => resolve(false));
    });

  /** This tab's name: the one before its reload, unless that is another one's now (a duplicated tab). */
  const takeName = async (): Promise<string> => {
    const old = kept(tabStorage, TAB_KEY, isText);
    name = old !== null && (await hold(old)) ? old : unique();
    if (name !== old) await hold(name);
    keep(tabStorage, TAB_KEY, name);
    return name;
  };
  const named = (): Promise<string> => {
    naming ??= takeName();
    return naming;
  };

  const left = (tab: string): readonly Unsent[] => {
    const all: readonly unknown[] = kept(storage, UNSENT + tab, Array.isArray) ?? [];
    return all.filter(isUnsent).filter((unsent) => !isOfLeft(storage, unsent));
  };

  const takeOver = async (tab: string, own: string): Promise<readonly Unsent[]> => {
    let found: readonly Unsent[] = [];
    const take = async (lock: unknown): Promise<void> => {
      if (lock === null) return;
      found = left(tab);
      keep(storage, UNSENT + own, [...left(own), ...found]);
      keep(storage, UNSENT + tab, null);
    };
    // A browser that refuses the lock: what is there waits for another one.
    await locks?.request(UNSENT + tab, { ifAvailable: true }, take).catch(() => undefined);
    return found;
  };

  const takeAll = async (): Promise<readonly Unsent[]> => {
    const own = await named();
    const found = isOwnRead ? [] : [...left(own)];
    isOwnRead = true;
    for (const tab of unsentTabs(storage)) if (tab !== own) found.push(...(await takeOver(tab, own)));
    return found.sort((a, b) => a.composedAtMs - b.composedAtMs);
  };

  return {
    keep(all) {
      if (name !== null) keep(storage, UNSENT + name, all.length > 0 ? all : null);
    },
    adopt() {
      const found = last.then(takeAll);
      last = found;
      return found;
    },
    close: () => release(),
  };
}
