/** The list's rows: one per message. What stands above one (a new day, "new since") is part of it, so that an anchor is a message. */

import { compareSnowflakes, type Snowflake } from "../../net/snowflake.ts";
import type { Message, Outgoing } from "../../state/model.ts";
import type { MessageRow } from "../../state/select/rows.ts";

export interface Row {
  /** The same while a message is on its way and after it was acked. */
  readonly key: string;
  /** What is shown: of one on its way, what it will be. */
  readonly shown: Message;
  /** Null while it is on its way; then `outgoing` is set. */
  readonly message: Message | null;
  readonly outgoing: Outgoing | null;
  readonly authorId: Snowflake;
  readonly atMs: number;
  readonly mentioned: boolean;
  /** Shows who wrote it; the rows after it, of the same person and soon after, do not. */
  readonly starts: boolean;
  /** Its day, where the row above is of another one. */
  readonly newDay: boolean;
  /** What is new since the reader was here last begins with it. */
  readonly firstNew: boolean;
}

/**
 * Makes the rows of one open channel, again and again. What did not change stays the same object, and a row that began a page goes on
 * showing its author when older ones come above it: nothing moves under the reader's eyes.
 */
export class RowMaker {
  private before: ReadonlyMap<string, Row> = new Map();
  private readonly pageStarts = new Set<string>();

  /** `readUpTo`: the newest message that was read when the channel was opened. */
  make(given: readonly MessageRow[], hasOlder: boolean, readUpTo: Snowflake): readonly Row[] {
    const [oldest] = given;
    // Else what is new begins before what was loaded.
    const showsNew = !hasOlder || (oldest && compareSnowflakes(oldest.message.id, readUpTo) <= 0) === true;
    const rows = given.map(({ key, message, outgoing, atMs, mentioned, first, newDay, firstNew }) => {
      const isFirst = hasOlder && key === oldest?.key;
      if (isFirst) this.firstOfPage(key);
      return this.kept({
        key,
        shown: message,
        message: outgoing === null ? message : null,
        outgoing,
        authorId: message.authorId,
        atMs,
        mentioned,
        starts: (first && !isFirst) || this.pageStarts.has(key),
        newDay,
        firstNew: firstNew && showsNew,
      });
    });
    this.before = new Map(rows.map((row) => [row.key, row]));
    for (const key of this.pageStarts) if (!this.before.has(key)) this.pageStarts.delete(key);
    return rows;
  }

  /** What stands above it is not known yet: one that was seen inside a group stays so. */
  private firstOfPage(key: string): void {
    if (this.before.get(key)?.starts ?? true) this.pageStarts.add(key);
  }

  private kept(row: Row): Row {
    const before = this.before.get(row.key);
    return before && sameRow(before, row) ? before : row;
  }
}

function sameRow(a: Row, b: Row): boolean {
  return (
    a.shown === b.shown &&
    a.outgoing === b.outgoing &&
    a.mentioned === b.mentioned &&
    a.starts === b.starts &&
    a.newDay === b.newDay &&
    a.firstNew === b.firstNew
  );
}
