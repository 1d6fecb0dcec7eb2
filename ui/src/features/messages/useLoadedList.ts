import { type RefObject, useEffect, useMemo, useRef } from "react";
import { useStore as useZustand } from "zustand";
import { useStore } from "../../engine/hooks.ts";
import { view } from "../../engine/view.ts";
import type { Snowflake } from "../../net/snowflake.ts";
import type { Timeline } from "../../state/model.ts";
import { isKnownGone } from "../../state/select/timelines.ts";
import type { ListContextValue } from "./listContext.ts";
import { newsOf, type Opened } from "./opened.ts";
import type { Row } from "./rows.ts";
import { useChatList } from "./useChatList.ts";
import { useEnds } from "./useEnds.ts";
import { useMarked } from "./useMarked.ts";
import { useBeginning, useSettling } from "./usePlace.ts";
import { useRoom } from "./useRoom.ts";
import { useRoving, useRowKeys } from "./useRoving.ts";
import type { Target } from "./useTarget.ts";

export interface LoadedListParts {
  readonly rows: readonly Row[];
  readonly timeline: Timeline;
  readonly opened: Opened;
  readonly target: Target | null;
  readonly pickingKey: string | null;
  /** Nothing is read by being in view. */
  readonly isHeld: boolean;
}

/** All that moves in a list: where it begins and goes, what it follows, what the keyboard does in it. */
export function useLoadedList(
  { rows, timeline, opened, target, pickingKey, isHeld }: LoadedListParts,
  context: ListContextValue,
  scroller: RefObject<HTMLDivElement | null>,
) {
  const { channelId, selfId } = context;
  const { hasNewer, hasOlder } = timeline;
  const editingKey = useEditingKey(channelId, rows);
  const room = useRoom(hasNewer);
  const roving = useRoving(scroller);
  const move = useRef(() => {});
  const { start, ...beginning } = useBeginning(channelId, rows, target, room.top);
  const list = useChatList({
    rows,
    scroller,
    ...room,
    ...beginning,
    follows: !hasNewer && !roving.holds(),
    keptKeys: [roving.focusedKey, editingKey, pickingKey],
    onMove: () => move.current(),
  });
  const litKey = useSettling({ list, channelId, rows, target, start, hasNewer });
  useFollowed(scroller, litKey, roving.focus);
  const keys = useRowKeys(list, rows, context, roving);
  const ends = useEnds(list, { channelId, selfId, rows, timeline, scroller, isHeld });
  useEffect(() => {
    move.current = ends.onMove;
  });
  useMarked(channelId);
  const news = useMemo(() => newsOf(rows, opened, selfId, hasOlder), [rows, opened, selfId, hasOlder]);
  return { list, room, roving, keys, ends, news, litKey, editingKey };
}

/** What is edited waits while it is out of reach, and is given up when it is gone. */
function useEditingKey(channelId: Snowflake, rows: readonly Row[]): string | null {
  const messageId = useZustand(view.store, ({ editing }) => editing[channelId]?.messageId ?? null);
  const isGone = useStore((state) => messageId !== null && isKnownGone(state, channelId, messageId));
  useEffect(() => {
    if (!isGone) return;
    view.stopEditing(channelId);
    view.returnToComposer();
  }, [channelId, isGone]);
  if (messageId === null) return null;
  return rows.find(({ message }) => message?.id === messageId)?.key ?? null;
}

/** Who jumps from one row to another goes on from there by keyboard. Who is elsewhere, in the composer, stays there. */
function useFollowed(
  scroller: RefObject<HTMLDivElement | null>,
  litKey: string | null,
  focus: (key: string) => void,
): void {
  useEffect(() => {
    const { activeElement, body } = document;
    const isHere = activeElement === body || scroller.current?.contains(activeElement) === true;
    if (litKey !== null && isHere) focus(litKey);
  }, [scroller, litKey, focus]);
}
