import { useMemo, useState } from "react";
import { useStore } from "../../engine/hooks.ts";
import type { Snowflake } from "../../net/snowflake.ts";
import type { State, Timeline } from "../../state/model.ts";
import { rowsOf } from "../../state/select/rows.ts";
import type { Opened } from "./opened.ts";
import { type Row, RowMaker } from "./rows.ts";

export interface ChannelRows {
  readonly rows: readonly Row[];
  readonly timeline: Timeline | undefined;
}

export function useRows(channelId: Snowflake, { readUpTo, unread }: Opened): ChannelRows {
  const timeline = useStore((state) => state.timelines[channelId], Object.is);
  const given = useStore((state) => rowsOf(state, channelId, unread ? readUpTo : null), Object.is);
  const hasOlder = timeline?.hasOlder ?? true;
  const [maker] = useState(() => new RowMaker());
  const rows = useMemo(() => maker.make(given, hasOlder, readUpTo), [maker, given, hasOlder, readUpTo]);
  return { rows, timeline };
}

export function selfIdOf(state: State): Snowflake {
  return state.self.kind === "person" ? state.self.id : "";
}
