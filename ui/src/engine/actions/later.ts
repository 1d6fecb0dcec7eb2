import type { Actions } from "../actions.ts";

/** What only somebody in a session can do. */
export const SESSION_ACTIONS = [
  "openChannel",
  "loadOlder",
  "loadNewer",
  "jumpTo",
  "jumpNear",
  "jumpToPresent",
  "retryLoad",
  "pinned",
  "send",
  "retry",
  "discard",
  "edit",
  "deleteMessage",
  "react",
  "reactors",
  "typing",
  "read",
  "markUnread",
  "readGuild",
  "listMembers",
  "findMembers",
  "needMembers",
] as const satisfies readonly (keyof Actions)[];

export type SessionActions = Pick<Actions, (typeof SESSION_ACTIONS)[number]>;

/** The actions of a session before it is loaded: `whenLoaded` runs at once where it is. */
export function later(whenLoaded: (run: (actions: SessionActions) => unknown) => unknown): SessionActions {
  const delegate =
    (name: keyof SessionActions) =>
    (...given: readonly unknown[]): unknown =>
      whenLoaded((actions) => (actions[name] as (...given: readonly unknown[]) => unknown)(...given));
  const all = SESSION_ACTIONS.map((name) => [name, delegate(name)]);
  // Each name is there, and each function answers what the session's own would.
  return Object.fromEntries(all) as SessionActions;
}
