/** Actions whose code comes later than the entry's. */

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

/** What is done now and then. */
export const RARE_ACTIONS = [
  "createGuild",
  "renameGuild",
  "deleteGuild",
  "leaveGuild",
  "invite",
  "acceptInvite",
  "createInvite",
  "createChannel",
  "changeChannel",
  "deleteChannel",
  "applications",
  "createApplication",
  "resetBotToken",
  "addBot",
  "consent",
] as const satisfies readonly (keyof Actions)[];

/** The actions `names` before they are loaded: `whenLoaded` runs at once where they are. */
export function later<Name extends keyof Actions>(
  names: readonly Name[],
  whenLoaded: (run: (actions: Pick<Actions, Name>) => unknown) => unknown,
): Pick<Actions, Name> {
  const delegate =
    (name: Name) =>
    (...given: readonly unknown[]): unknown =>
      whenLoaded((actions) => (actions[name] as (...given: readonly unknown[]) => unknown)(...given));
  const all = names.map((name) => [name, delegate(name)]);
  // Each name is there, and each function answers what the loaded one would.
  return Object.fromEntries(all) as Pick<Actions, Name>;
}
