/** What a person is about to do and no server knows: drafts, what is answered or edited, where they were in each channel. */

import { createStore, type StoreApi } from "zustand/vanilla";
import { limits } from "../limits.ts";
import type { Snowflake } from "../net/snowflake.ts";
import { appendMention, type Draft, emptyDraft, type Mentionable } from "./draft.ts";

export interface Answering {
  readonly messageId: Snowflake;
  /** Whether the author of what is answered is pinged. */
  readonly ping: boolean;
}

/** A message that is being changed: what it is to become, null as long as nothing was changed. */
export interface Editing {
  readonly messageId: Snowflake;
  readonly draft: Draft | null;
}

export interface ViewState {
  readonly drafts: Readonly<Record<Snowflake, Draft>>;
  readonly answering: Readonly<Record<Snowflake, Answering>>;
  readonly editing: Readonly<Record<Snowflake, Editing>>;
}

/** Where somebody was in a channel, and how high its rows were. */
export interface Place {
  /** The row at the upper edge; null: at the end. */
  readonly key: string | null;
  /** How far its top was above the edge, in px. */
  readonly offset: number;
  readonly heights: readonly (readonly [key: string, height: number])[];
}

/** What one part of the window asks of another, once. */
export type Order =
  | { readonly kind: "present"; readonly channelId: Snowflake }
  | { readonly kind: "focus-composer" }
  | { readonly kind: "focus-editor"; readonly messageId: Snowflake };

export interface View {
  readonly store: StoreApi<ViewState>;
  setDraft(channelId: Snowflake, draft: Draft): void;
  /** Writes a mention behind what is being written, and goes there. */
  mention(channelId: Snowflake, mention: Mentionable): void;
  answer(channelId: Snowflake, messageId: Snowflake): void;
  setPing(channelId: Snowflake, ping: boolean): void;
  stopAnswering(channelId: Snowflake): void;
  /** Begins to change a message, or goes on with it. */
  edit(channelId: Snowflake, messageId: Snowflake): void;
  setEdit(channelId: Snowflake, draft: Draft): void;
  stopEditing(channelId: Snowflake): void;
  keepPlace(channelId: Snowflake, place: Place): void;
  placeOf(channelId: Snowflake): Place | null;
  /** To the end of the channel; it is read then. */
  toPresent(channelId: Snowflake): void;
  focusComposer(): void;
  /** The focus goes back to the composer, unless that would bring up the keyboard of a touch screen. */
  returnToComposer(): void;
  onOrder(listener: (order: Order) => void): () => void;
  /** The person who uses this tab: what another one left goes. */
  claim(userId: Snowflake): void;
  /** Another person may use this tab now. */
  forget(): void;
}

const empty: ViewState = { drafts: {}, answering: {}, editing: {} };

/** `storage` keeps drafts over a reload of the tab. */
export function createView(storage: Storage | null): View {
  const saved = savedDrafts(storage);
  let { owner } = saved;
  const store = createStore<ViewState>(() => ({ ...empty, drafts: saved.drafts }));
  const places = new Map<Snowflake, Place>();
  const listeners = new Set<(order: Order) => void>();
  const order = (given: Order): void => {
    for (const listener of listeners) listener(given);
  };
  store.subscribe((state, before) => {
    if (state.drafts !== before.drafts) saveDrafts(storage, { owner, drafts: state.drafts });
  });
  const forget = (): void => {
    places.clear();
    store.setState(empty);
  };
  return {
    store,
    ...answeringAndEditing(store),
    setDraft: (channelId, draft) =>
      store.setState(({ drafts }) => ({
        drafts: draft.text === "" ? without(drafts, channelId) : { ...drafts, [channelId]: draft },
      })),
    mention(channelId, given) {
      store.setState(({ drafts }) => {
        return { drafts: { ...drafts, [channelId]: appendMention(drafts[channelId] ?? emptyDraft, given) } };
      });
      order({ kind: "focus-composer" });
    },
    edit(channelId, messageId) {
      store.setState(({ editing }) => {
        if (editing[channelId]?.messageId === messageId) return {};
        return { editing: { ...editing, [channelId]: { messageId, draft: null } } };
      });
      order({ kind: "focus-editor", messageId });
    },
    keepPlace(channelId, place) {
      places.delete(channelId);
      places.set(channelId, place);
      for (const oldest of places.keys()) if (places.size > limits.timelines) places.delete(oldest);
    },
    placeOf: (channelId) => places.get(channelId) ?? null,
    toPresent: (channelId) => order({ kind: "present", channelId }),
    focusComposer: () => order({ kind: "focus-composer" }),
    returnToComposer() {
      if (!matchMedia("(pointer: coarse)").matches) order({ kind: "focus-composer" });
    },
    onOrder(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    claim(userId) {
      if (owner !== userId) forget();
      owner = userId;
    },
    forget,
  };
}

type Choosing = "answer" | "setPing" | "stopAnswering" | "setEdit" | "stopEditing";
function answeringAndEditing(store: StoreApi<ViewState>): Pick<View, Choosing> {
  const put = (channelId: Snowflake, answering: Answering): void =>
    store.setState((state) => ({ answering: { ...state.answering, [channelId]: answering } }));
  return {
    answer: (channelId, messageId) => put(channelId, { messageId, ping: true }),
    setPing(channelId, ping) {
      const now = store.getState().answering[channelId];
      if (now) put(channelId, { ...now, ping });
    },
    stopAnswering: (channelId) =>
      store.setState(({ answering }) => ({ answering: without(answering, channelId) })),
    setEdit: (channelId, draft) =>
      store.setState(({ editing }) => {
        const now = editing[channelId];
        return now ? { editing: { ...editing, [channelId]: { ...now, draft } } } : {};
      }),
    stopEditing: (channelId) => store.setState(({ editing }) => ({ editing: without(editing, channelId) })),
  };
}

function without<T>(all: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  const { [key]: _, ...rest } = all;
  return rest;
}

const STORED = "belfry.drafts";

interface Saved {
  readonly owner: Snowflake | null;
  readonly drafts: ViewState["drafts"];
}

function saveDrafts(storage: Storage | null, saved: Saved): void {
  try {
    storage?.setItem(STORED, JSON.stringify(saved));
  } catch {
    // Full or forbidden: drafts last as long as the page.
  }
}

function savedDrafts(storage: Storage | null): Saved {
  try {
    const { owner, drafts } = JSON.parse(storage?.getItem(STORED) ?? "") as Record<keyof Saved, unknown>;
    const entries = Object.entries(drafts as object);
    return {
      owner: typeof owner === "string" ? owner : null,
      drafts: Object.fromEntries(entries.filter((entry): entry is [string, Draft] => isDraft(entry[1]))),
    };
  } catch {
    return { owner: null, drafts: {} };
  }
}

function isDraft(value: unknown): value is Draft {
  const draft = value as Partial<Draft> | null;
  return (
    typeof draft === "object" &&
    typeof draft?.text === "string" &&
    Array.isArray(draft.mentions) &&
    draft.mentions.every(({ shown, markup }) => typeof shown === "string" && typeof markup === "string")
  );
}

function tabStorage(): Storage | null {
  try {
    return typeof sessionStorage === "undefined" ? null : sessionStorage;
  } catch {
    return null;
  }
}

export const view: View = createView(tabStorage());
