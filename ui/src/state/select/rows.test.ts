import { describe, expect, it } from "vitest";
import { firstSnowflakeAt } from "../../net/snowflake.ts";
import type { WireMessage } from "../../net/wire.ts";
import type { Event } from "../event.ts";
import { reduceAll } from "../reduce.ts";
import {
  arrived,
  begun,
  CHANNEL,
  created,
  id,
  ids,
  loaded,
  ME,
  message,
  messages,
  outgoing,
  page,
  user,
  YOU,
} from "../testing/builders.ts";
import { type MessageRow, type Row, rowsOf } from "./rows.ts";

function at(time: string, more: Partial<WireMessage> = {}): WireMessage {
  return message(0, { id: firstSnowflakeAt(new Date(time)), ...more });
}

function showing(of: readonly WireMessage[], ...more: readonly Event[]) {
  return arrived(begun("newest"), page("newest", of, { reachedOldest: true, reachedNewest: true }), ...more);
}

/** Which of the rows begin a group. */
function firsts(of: readonly WireMessage[]): boolean[] {
  return rowsOf(showing(of), CHANNEL, null).flatMap((row) => (row.kind === "message" ? [row.first] : []));
}

function kinds(rows: readonly Row[]): string[] {
  return rows.map(({ kind }) => kind);
}

describe("rows", () => {
  it("of a channel that is not loaded are none", () => {
    expect(rowsOf(arrived(), CHANNEL, null)).toEqual([]);
  });

  it("begin with the beginning and the first day, where nothing lies before", () => {
    expect(kinds(rowsOf(arrived(...loaded(1, 2)), CHANNEL, null))).toEqual([
      "beginning",
      "date",
      "message",
      "message",
    ]);
    const later = arrived(begun("newest"), page("newest", messages(5, 6), { reachedNewest: true }));
    expect(kinds(rowsOf(later, CHANNEL, null))).toEqual(["message", "message"]);
  });

  it("have a date between days, as the person's clock has them", () => {
    const days = [new Date(2026, 1, 3, 23, 59), new Date(2026, 1, 4, 0, 1), new Date(2026, 1, 4, 0, 2)];
    const rows = rowsOf(showing(days.map((day) => at(day.toISOString()))), CHANNEL, null);
    expect(kinds(rows)).toEqual(["beginning", "date", "message", "date", "message", "message"]);
    expect(rows[3]).toMatchObject({ dateMs: new Date(2026, 1, 4).getTime() });
  });

  it("group what one author writes in seven minutes", () => {
    const you = (minute: number, second = 0) => at(new Date(2026, 1, 3, 12, minute, second).toISOString());
    const other = at(new Date(2026, 1, 3, 12, 9).toISOString(), { author: user("3") });
    expect(firsts([you(0), you(7), you(14, 1)])).toEqual([true, false, true]);
    expect(firsts([you(8), other, you(10)])).toEqual([true, true, true]);
  });

  it("begin a group with each reply, which what follows may join", () => {
    const reply = message(2, { type: 19, message_reference: { message_id: id(1) } });
    expect(firsts([message(1), reply, message(3)])).toEqual([true, true, false]);
    const joined = message(2, { type: 7 });
    expect(firsts([message(1), joined, message(3)])).toEqual([true, true, true]);
  });

  it("say where new begins, how many they are and since when; own ones are not new", () => {
    const state = arrived(...loaded(1, 3), created(4, { author: user(ME) }), created(5), created(6));
    const rows = rowsOf(state, CHANNEL, id(3));
    const divider = rows.findIndex(({ kind }) => kind === "new");
    expect(rows[divider]).toMatchObject({ count: 2, more: false });
    expect(rows[divider + 1]).toMatchObject({ key: id(5), first: true });
    expect(kinds(rowsOf(state, CHANNEL, id(6)))).not.toContain("new");
  });

  it("say that more is new than is loaded", () => {
    const state = arrived(begun("newest"), page("newest", messages(5, 7), { reachedNewest: true }));
    expect(rowsOf(state, CHANNEL, id(2))[0]).toMatchObject({ kind: "new", count: 3, more: true });
  });

  it("mark what mentions the person", () => {
    const state = showing([
      message(1, { mentions: [user(ME)] }),
      message(2),
      message(3, { mention_everyone: true }),
    ]);
    const marks = rowsOf(state, CHANNEL, null).flatMap((row) =>
      row.kind === "message" ? [row.mentioned] : [],
    );
    expect(marks).toEqual([true, false, true]);
  });

  it("show what is on its way only at the present", () => {
    const put: Event = { kind: "outgoing-put", outgoing: outgoing("n1") };
    const past = arrived(begun("around"), page("around", messages(4, 6)), put);
    expect(rowsOf(past, CHANNEL, null)).toHaveLength(3);
    const present = arrived(...loaded(1, 1), put);
    expect(rowsOf(present, CHANNEL, null).at(-1)).toMatchObject({ key: "n1", pending: "sending" });
  });

  it("that say the same are the same objects, whatever else happens", () => {
    const before = arrived(...loaded(1, 50));
    const rows = rowsOf(before, CHANNEL, null);
    expect(rowsOf(reduceAll(before, [{ kind: "tick", nowMs: 0 }]), CHANNEL, null)).toBe(rows);
    const after = reduceAll(before, [
      created(51),
      { kind: "reaction-add", channelId: CHANNEL, messageId: id(7), userId: YOU, emoji: "👍" },
      { kind: "message-delete", channelId: CHANNEL, messageIds: [id(20)] },
    ]);
    const known = new Set<Row>(rows);
    const changed = rowsOf(after, CHANNEL, null).filter((row) => !known.has(row));
    expect(changed.map(({ key }) => key)).toEqual([id(7), id(51)]);
  });

  it("keep their objects when older ones come before them", () => {
    const before = arrived(begun("newest"), page("newest", messages(5, 9), { reachedNewest: true }));
    const rows = rowsOf(before, CHANNEL, null);
    const older = page("older", messages(1, 4), { before: id(5), reachedOldest: true });
    const after = rowsOf(reduceAll(before, [begun("older"), older]), CHANNEL, null);
    const shown = after.filter((row): row is MessageRow => row.kind === "message");
    expect(shown.map(({ message: { id: of } }) => of)).toEqual(ids(1, 9));
    // The one that was first has a neighbour above now.
    for (const row of rows.slice(1)) expect(after).toContain(row);
  });
});
