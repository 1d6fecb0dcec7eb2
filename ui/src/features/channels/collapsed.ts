/** Which categories this browser shows closed. */

import { createStore } from "zustand/vanilla";
import type { Snowflake } from "../../net/snowflake.ts";

const KEY = "belfry.collapsed";
/** Of categories that are gone nobody says so: the oldest are forgotten. */
const MOST = 500;

export const collapsed = createStore<ReadonlySet<Snowflake>>(() => new Set(kept()));

export function toggleCollapsed(categoryId: Snowflake): void {
  const next = new Set(collapsed.getState());
  if (!next.delete(categoryId)) next.add(categoryId);
  collapsed.setState(next, true);
  try {
    localStorage.setItem(KEY, JSON.stringify([...next].slice(-MOST)));
  } catch {
    // Full, or not allowed: they are closed for as long as the page is open.
  }
}

function kept(): readonly Snowflake[] {
  try {
    const saved: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(saved) ? saved.filter((id): id is string => typeof id === "string") : [];
  } catch {
    return [];
  }
}
