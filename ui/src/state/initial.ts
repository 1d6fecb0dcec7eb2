import type { State } from "./model.ts";

/** Nothing is known, nobody is there. */
export const initialState: State = {
  self: { kind: "stranger" },
  connection: { kind: "closed" },
  users: {},
  guilds: {},
  awaited: [],
  channels: {},
  members: {},
  presences: {},
  reads: {},
  timelines: {},
  outgoing: {},
  typing: {},
};
