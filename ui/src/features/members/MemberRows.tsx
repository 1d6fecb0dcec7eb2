import { defaultRangeExtractor, type Range, useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useCallback, useRef, useState } from "react";
import { keyPressed } from "../../keys/registry.ts";
import type { Snowflake } from "../../net/snowflake.ts";
import { t } from "../../text/t.ts";
import { MemberLine } from "./MemberLine.tsx";
import css from "./MemberList.module.css";
import { type MemberRow, memberBeside } from "./rows.ts";
import type { MemberDoors } from "./useMemberItems.ts";

/** As in MemberList.module.css: rows that need no measuring scroll more smoothly. */
const HEADING_REM = 2.5;
const MEMBER_REM = 2.75;
const OVERSCAN = 8;

interface Props extends MemberDoors {
  readonly guildId: Snowflake;
  readonly name: string;
  readonly rows: readonly MemberRow[];
}

/** The rows that can be seen, and the one that has the focus. */
export function MemberRows({ guildId, name, rows, onMention }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const [stop, setStop] = useState<string | null>(null);
  const [remPx] = useState(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
  const found = rows.findIndex(({ key }) => key === stop);
  const stopIndex = found >= 0 ? found : (memberBeside(rows, -1, 1) ?? -1);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => remPx * (rows[index]?.kind === "group" ? HEADING_REM : MEMBER_REM),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: OVERSCAN,
    rangeExtractor: useCallback(
      (range: Range) => withStop(defaultRangeExtractor(range), stopIndex),
      [stopIndex],
    ),
  });

  const go = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement) || event.target.dataset.member === undefined) return;
    const to = rowFor(keyPressed(event, "lists"), rows, stopIndex);
    const row = to === null ? undefined : rows[to];
    if (to === null || !row) return;
    event.preventDefault();
    setStop(row.key);
    virtualizer.scrollToIndex(to);
    // It is mounted with the next drawing, for it has the stop.
    requestAnimationFrame(() =>
      scroller.current
        ?.querySelector<HTMLElement>(`[data-member="${row.key}"]`)
        ?.focus({ preventScroll: true }),
    );
  };

  return (
    <div className={css.scroller} ref={scroller}>
      {/* biome-ignore lint/a11y/useSemanticElements: rows are placed one by one, and no list item may stand apart */}
      <div
        aria-label={t("members.list", { name })}
        className={css.rows}
        onKeyDown={go}
        role="list"
        style={{ blockSize: virtualizer.getTotalSize() }}
      >
        {virtualizer.getVirtualItems().map(({ index, key, start }) => {
          const row = rows[index];
          return (
            row && (
              // biome-ignore lint/a11y/useSemanticElements: as above
              <div
                aria-posinset={index + 1}
                aria-setsize={rows.length}
                className={css.row}
                key={key}
                role="listitem"
                style={{ translate: `0 ${start}px` }}
              >
                {row.kind === "group" ? (
                  <h3 className={css.heading}>{t("members.group", { name: row.name, count: row.count })}</h3>
                ) : (
                  <MemberLine
                    entry={row.entry}
                    guildId={guildId}
                    hasStop={index === stopIndex}
                    onMention={onMention}
                    onStop={setStop}
                  />
                )}
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}

function withStop(indexes: readonly number[], stop: number): number[] {
  return stop < 0 || indexes.includes(stop) ? [...indexes] : [...indexes, stop].sort((a, b) => a - b);
}

function rowFor(key: string | null, rows: readonly MemberRow[], from: number): number | null {
  switch (key) {
    case "list.previous":
      return memberBeside(rows, from, -1);
    case "list.next":
      return memberBeside(rows, from, 1);
    case "list.first":
      return memberBeside(rows, -1, 1);
    case "list.last":
      return memberBeside(rows, rows.length, -1);
    default:
      return null;
  }
}
