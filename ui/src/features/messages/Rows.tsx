import { t } from "../../text/t.ts";
import css from "./ChatList.module.css";
import { DateDivider, NewDivider } from "./Dividers.tsx";
import { MessageRow } from "./MessageRow.tsx";
import type { News } from "./opened.ts";
import type { Row } from "./rows.ts";
import type { useChatList } from "./useChatList.ts";

export interface RowsProps {
  readonly rows: readonly Row[];
  readonly virtualizer: ReturnType<typeof useChatList>;
  readonly channelName: string;
  readonly news: News | null;
  readonly tabKey: string | null;
  readonly editingKey: string | null;
  readonly pickingKey: string | null;
  readonly highlightedKey: string | null;
}

/** The rows that are in view, and some beside them. */
export function Rows({ rows, virtualizer, channelName, news, ...keys }: RowsProps) {
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
              {row.firstNew && news && (
                <NewDivider count={news.count} more={news.more} sinceMs={news.sinceMs} />
              )}
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
