/** Who logged out, and when: what they had not sent by then is nobody's any more, whichever tab keeps it. */

import type { Snowflake } from "../net/snowflake.ts";
import { keep, kept } from "./kept.ts";

/** What a tab keeps as unsent lies under this and the tab's name. */
export const UNSENT = "belfry.unsent.";
const LEFT_KEY = "belfry.left";

type Left = Readonly<Record<Snowflake, unknown>>;
interface Owned {
  readonly userId: Snowflake;
  readonly composedAtMs: number;
}

function isLeft(value: unknown): value is Left {
  return typeof value === "object" && value !== null;
}

/** Lets go of what the person did not send, also of what dead tabs left. Tabs that live ask `isOfLeft` of theirs. */
export function leave(storage: Storage | null, userId: Snowflake): void {
  keep(storage, LEFT_KEY, { ...kept(storage, LEFT_KEY, isLeft), [userId]: Date.now() });
  for (const tab of unsentTabs(storage)) {
    const all = (kept(storage, UNSENT + tab, Array.isArray) ?? []) as readonly Partial<Owned | null>[];
    const others = all.filter((one) => one?.userId !== userId);
    keep(storage, UNSENT + tab, others.length > 0 ? others : null);
  }
}

/** Was it written by somebody who has logged out since? */
export function isOfLeft(storage: Storage | null, { userId, composedAtMs }: Owned): boolean {
  const leftAtMs = kept(storage, LEFT_KEY, isLeft)?.[userId];
  // By a clock that was set back since, nobody knows.
  return typeof leftAtMs === "number" && leftAtMs <= Date.now() && composedAtMs <= leftAtMs;
}

/** The names of all tabs that keep something, dead or alive. */
export function unsentTabs(storage: Storage | null): readonly string[] {
  const keys = Array.from({ length: storage?.length ?? 0 }, (_, index) => storage?.key(index) ?? "");
  return keys.filter((key) => key.startsWith(UNSENT)).map((key) => key.slice(UNSENT.length));
}
