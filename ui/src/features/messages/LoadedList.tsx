import { useRef, useState } from "react";
import { ContextMenu } from "../../components/ContextMenu.tsx";
import { useStore } from "../../engine/hooks.ts";
import { NewBar, PresentBar } from "./Bars.tsx";
import css from "./ChatList.module.css";
import { Bottom, Top } from "./Ends.tsx";
import { useList } from "./listContext.ts";
import { rowMenu } from "./menu.ts";
import { Rows } from "./Rows.tsx";
import type { Row } from "./rows.ts";
import { type LoadedListParts, useLoadedList } from "./useLoadedList.ts";

export interface LoadedListProps extends LoadedListParts {
  /** The bar about what is new above was answered. */
  readonly isNewSeen: boolean;
  readonly onNewSeen: () => void;
  readonly toNew: () => void;
  readonly toEnd: () => void;
}

export function LoadedList(props: LoadedListProps) {
  const { rows, timeline, pickingKey, toNew, toEnd } = props;
  const context = useList();
  const { channelId } = context;
  const channelName = useStore((state) => state.channels[channelId]?.name ?? "");
  const [menuRow, setMenuRow] = useState<Row | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const loaded = useLoadedList(props, context, scroller);
  const { list, room, roving, keys, ends, news, litKey, editingKey } = loaded;
  return (
    <>
      {news?.isAbove && !props.isNewSeen && (
        <NewBar
          news={news}
          onGo={() => {
            props.onNewSeen();
            toNew();
          }}
          onRead={props.onNewSeen}
        />
      )}
      <ContextMenu items={menuRow ? rowMenu(menuRow, context) : []}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: it finds the row that the menu is about */}
        <div
          className={css.scroller}
          data-region-focus
          onFocus={(event) => {
            if (event.target === event.currentTarget) return keys.enter();
            roving.onFocus(event);
            setMenuRow(rowAt(rows, event.target));
          }}
          onBlur={roving.onBlur}
          onKeyDown={keys.onKeyDown}
          onPointerDownCapture={(event) => setMenuRow(rowAt(rows, event.target))}
          ref={scroller}
          tabIndex={roving.focusedKey === null ? 0 : -1}
        >
          <div className={css.content}>
            <div className={css.top} style={{ blockSize: room.top }}>
              <Top
                channelId={channelId}
                failed={timeline.failed === "older"}
                hasOlder={timeline.hasOlder}
                isEmpty={rows.length === 0}
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
              virtualizer={list}
            />
            {timeline.hasNewer && (
              <div className={css.bottom} style={{ blockSize: room.bottom }}>
                <Bottom channelId={channelId} failed={timeline.failed === "newer"} />
              </div>
            )}
          </div>
        </div>
      </ContextMenu>
      {ends.isFar && <PresentBar count={ends.below} onGo={toEnd} />}
    </>
  );
}

function rowAt(rows: readonly Row[], target: EventTarget): Row | null {
  if (!(target instanceof Element) || target.closest("a, textarea")) return null;
  const key = target.closest<HTMLElement>("[data-row]")?.dataset.row;
  return rows.find((row) => row.key === key) ?? null;
}
