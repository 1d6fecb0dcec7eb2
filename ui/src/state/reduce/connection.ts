import type { Connection } from "../../net/connection.ts";
import { initialState } from "../initial.ts";
import type { Self, State } from "../model.ts";
import { equal, mapped } from "./maps.ts";

export function connectionChanged(state: State, connection: Connection): State {
  if (equal(state.connection, connection)) return state;
  if (connection.kind === "open") return { ...state, connection };
  // What is told later, by RESUME, may be on a page already: such a page has to be caught up.
  const timelines = mapped(state.timelines, (timeline) =>
    timeline.load?.live ? { ...timeline, load: { ...timeline.load, live: false } } : timeline,
  );
  return { ...state, connection, timelines };
}

/** Somebody else uses the client, or nobody: nothing of the former one stays. */
export function selfChanged(state: State, self: Self): State {
  return { ...initialState, connection: state.connection, self };
}
