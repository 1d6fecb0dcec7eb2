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
import { type MessageRow, rowsOf, unsentOutOfSight } from "./rows.ts";

function at(time: string, more: Partial<WireMessage> = {}): WireMessage {
  return message(0, { id: firstSnowflakeAt(new Date(time)), ...more });
}

function showing(of: readonly WireMessage[], ...more: readonly Event[]) {
  return arrived(begun("newest"), page("newest", of, { reachedOldest: true, reachedNewest: true }), ...more);
}

/** Which of the rows begin a group. */
function firsts(of: readonly WireMessage[]): boolean[] {
  return rowsOf(showing(of), CHANNEL, null).map(({ first }) => first);
}

function newDays(rows: readonly MessageRow[]): boolean[] {
  return rows.map(({ newDay }) => newDay);
}

describe("rows", () => {
  it("of a channel that is not loaded are none", () => {
    expect(rowsOf(arrived(), CHANNEL, null)).toEqual([]);
  });

  it("begin with the first day, where nothing lies before", () => {
    expect(newDays(rowsOf(arrived(...loaded(1, 2)), CHANNEL, null))).toEqual([true, false]);
    const later = arrived(begun("newest"), page("newest", messages(5, 6), { reachedNewest: true }));
    expect(newDays(rowsOf(later, CHANNEL, null))).toEqual([false, false]);
  });

  it("know where a day begins, as the person's clock has it", () => {
    const days = [new Date(2026, 1, 3, 23, 59), new Date(2026, 1, 4, 0, 1), new Date(2026, 1, 4, 0, 2)];
    const rows = rowsOf(showing(days.map((day) => at(day.toISOString()))), CHANNEL, null);
    expect(newDays(rows)).toEqual([true, true, false]);
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

  it("say where new begins; own ones are not new", () => {
    const state = arrived(...loaded(1, 3), created(4, { author: user(ME) }), created(5), created(6));
    const fresh = (readUpTo: number) =>
      rowsOf(state, CHANNEL, id(readUpTo)).filter(({ firstNew }) => firstNew);
    expect(fresh(3)).toMatchObject([{ key: id(5), first: true }]);
    expect(fresh(6)).toEqual([]);
    expect(rowsOf(state, CHANNEL, null).some(({ firstNew }) => firstNew)).toBe(false);
  });

  it("mark what mentions the person", () => {
    const state = showing([
      message(1, { mentions: [user(ME)] }),
      message(2),
      message(3, { mention_everyone: true }),
    ]);
    expect(rowsOf(state, CHANNEL, null).map(({ mentioned }) => mentioned)).toEqual([true, false, true]);
  });

  it("show what is on its way only at the present", () => {
    const put: Event = { kind: "outgoing-put", outgoing: outgoing("n1") };
    const past = arrived(begun("around"), page("around", messages(4, 6)), put);
    expect(rowsOf(past, CHANNEL, null)).toHaveLength(3);
    expect(unsentOutOfSight(past, CHANNEL)).toBe(1);
    const present = arrived(...loaded(1, 1), put);
    expect(rowsOf(present, CHANNEL, null).at(-1)).toMatchObject({
      key: "n1",
      outgoing: { nonce: "n1" },
    });
    expect(unsentOutOfSight(present, CHANNEL)).toBe(0);
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
    const known = new Set<MessageRow>(rows);
    const changed = rowsOf(after, CHANNEL, null).filter((row) => !known.has(row));
    expect(changed.map(({ key }) => key)).toEqual([id(7), id(51)]);
  });

  it("keep their objects when older ones come before them", () => {
    const before = arrived(begun("newest"), page("newest", messages(5, 9), { reachedNewest: true }));
    const rows = rowsOf(before, CHANNEL, null);
    const older = page("older", messages(1, 4), { before: id(5), reachedOldest: true });
    const after = rowsOf(reduceAll(before, [begun("older"), older]), CHANNEL, null);
    expect(after.map(({ message: { id: of } }) => of)).toEqual(ids(1, 9));
    // The one that was first has a neighbour above now.
    for (const row of rows.slice(1)) expect(after).toContain(row);
  });
});
