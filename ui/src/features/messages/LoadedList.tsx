import { useEffect, useMemo, useRef, useState } from "react";
import { useStore as useZustand } from "zustand";
import { ContextMenu } from "../../components/ContextMenu.tsx";
import { useStore } from "../../engine/hooks.ts";
import { view } from "../../engine/view.ts";
import type { Timeline } from "../../state/model.ts";
import { t } from "../../text/t.ts";
import { NewBar, PresentBar } from "./Bars.tsx";
import css from "./ChatList.module.css";
import { DateDivider, NewDivider } from "./Dividers.tsx";
import { Bottom, Top } from "./Ends.tsx";
import { useList } from "./listContext.ts";
import { MessageRow } from "./MessageRow.tsx";
import { rowMenu } from "./menu.ts";
import { type News, newsOf, type Opened } from "./opened.ts";
import type { Row } from "./rows.ts";
import { useChatList } from "./useChatList.ts";
import { useEnds } from "./useEnds.ts";
import { useMarked } from "./useMarked.ts";
import { useBeginning, useSettling } from "./usePlace.ts";
import { useRoom } from "./useRoom.ts";
import { useRoving, useRowKeys } from "./useRoving.ts";
import type { Target } from "./useTarget.ts";

export interface LoadedListProps {
  readonly rows: readonly Row[];
  readonly timeline: Timeline;
  readonly opened: Opened;
  readonly target: Target | null;
  readonly pickingKey: string | null;
  readonly toNew: () => void;
  readonly toEnd: () => void;
}

export function LoadedList(props: LoadedListProps) {
  const { rows, timeline, opened, target, pickingKey, toNew, toEnd } = props;
  const list = useList();
  const channelName = useStore((state) => state.channels[list.channelId]?.name ?? "");
  const editingId = useZustand(view.store, ({ editing }) => editing?.messageId ?? null);
  const editingKey = rows.find(({ message }) => message !== null && message.id === editingId)?.key ?? null;
  const [menuRow, setMenuRow] = useState<Row | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const room = useRoom(timeline.hasNewer);
  const roving = useRoving(scroller);
  const move = useRef(() => {});
  const { start, ...beginning } = useBeginning(list.channelId, rows, target, room.top);
  const virtualizer = useChatList({
    rows,
    scroller,
    ...room,
    ...beginning,
    follows: !timeline.hasNewer && !roving.holds(),
    keptKeys: [roving.focusedKey, editingKey, pickingKey],
    onMove: () => move.current(),
  });
  const { channelId, selfId } = list;
  const litKey = useSettling({
    list: virtualizer,
    channelId,
    rows,
    target,
    start,
    hasNewer: timeline.hasNewer,
  });
  const keys = useRowKeys(virtualizer, rows, list, roving);
  const ends = useEnds(virtualizer, { channelId, selfId, rows, timeline, scroller });
  useEffect(() => {
    move.current = ends.onMove;
  });
  useMarked(channelId);
  const news = useMemo(
    () => newsOf(rows, opened, selfId, timeline.hasOlder),
    [rows, opened, selfId, timeline.hasOlder],
  );
  return (
    <>
      {news?.more && <NewBar news={news} onGo={toNew} />}
      <ContextMenu items={menuRow ? rowMenu(menuRow, list) : []}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: it finds the row that the menu is about */}
        <div
          className={css.scroller}
          data-region-focus
          onFocus={(event) => (event.target === event.currentTarget ? keys.enter() : roving.onFocus(event))}
          onBlur={roving.onBlur}
          onKeyDown={keys.onKeyDown}
          onPointerDownCapture={(event) => setMenuRow(rowAt(rows, event.target))}
          ref={scroller}
          tabIndex={roving.focusedKey === null ? 0 : -1}
        >
          <div className={css.content}>
            <div className={css.top} style={{ blockSize: room.top }}>
              <Top
                channelId={list.channelId}
                failed={timeline.failed === "older"}
                hasOlder={timeline.hasOlder}
              />
            </div>
            <Rows
              channelName={channelName}
              editingKey={editingKey}
              highlightedKey={litKey}
              news={news}
              pickingKey={pickingKey}
              rows={rows}
              tabKey={roving.focusedKey}
              virtualizer={virtualizer}
            />
            {timeline.hasNewer && (
              <div className={css.bottom} style={{ blockSize: room.bottom }}>
                <Bottom channelId={list.channelId} failed={timeline.failed === "newer"} />
              </div>
            )}
          </div>
        </div>
      </ContextMenu>
      {ends.isFar && <PresentBar count={ends.below} onGo={toEnd} />}
    </>
  );
}

interface RowsProps {
  readonly rows: readonly Row[];
  readonly virtualizer: ReturnType<typeof useChatList>;
  readonly channelName: string;
  readonly news: News | null;
  readonly tabKey: string | null;
  readonly editingKey: string | null;
  readonly pickingKey: string | null;
  readonly highlightedKey: string | null;
}

function Rows({ rows, virtualizer, channelName, news, ...keys }: RowsProps) {
  const { tabKey, editingKey, pickingKey, highlightedKey } = keys;
  return (
    <ol
      aria-label={t("messages.list", { channel: channelName })}
      className={css.list}
      ref={virtualizer.containerRef}
      // biome-ignore lint/a11y/noRedundantRoles: without its dots a list is none to some screen readers
      role="list"
    >
      {virtualizer.getVirtualItems().map(({ index, key }) => {
        const row = rows[index];
        return (
          row && (
            <li
              aria-posinset={index + 1}
              aria-setsize={-1}
              className={css.item}
              data-index={index}
              key={key}
              ref={virtualizer.measureElement}
            >
              {row.newDay && <DateDivider atMs={row.atMs} />}
              {row.firstNew && news && <NewDivider {...news} />}
              <MessageRow
                editing={row.key === editingKey}
                highlighted={row.key === highlightedKey}
                picking={row.key === pickingKey}
                row={row}
                tabbable={row.key === tabKey}
              />
            </li>
          )
        );
      })}
    </ol>
  );
}

function rowAt(rows: readonly Row[], target: EventTarget): Row | null {
  if (!(target instanceof Element) || target.closest("a, textarea")) return null;
  const key = target.closest<HTMLElement>("[data-row]")?.dataset.row;
  return rows.find((row) => row.key === key) ?? null;
}
