import { describe, expect, it } from "vitest";
import type { State } from "../../state/model.ts";
import { reduceAll } from "../../state/reduce.ts";
import { rowsOf } from "../../state/select/rows.ts";
import {
  arrived,
  begun,
  CHANNEL,
  created,
  id,
  ME,
  messages,
  page,
  user,
} from "../../state/testing/builders.ts";
import { newsOf } from "./opened.ts";
import { RowMaker } from "./rows.ts";

const loaded = (from: number, to: number) =>
  arrived(begun("newest"), page("newest", messages(from, to), { reachedOldest: false, reachedNewest: true }));
const make = (maker: RowMaker, state: State, readUpTo: string | null = null) =>
  maker.make(rowsOf(state, CHANNEL, readUpTo), state.timelines[CHANNEL]?.hasOlder ?? true, readUpTo ?? "0");
const older = (state: State, from: number, to: number) =>
  reduceAll(state, [
    begun("older"),
    page("older", messages(from, to), { before: id(to + 1), reachedOldest: false, reachedNewest: false }),
  ]);

describe("rows", () => {
  it("that did not change stay the same objects when others come before and after", () => {
    const maker = new RowMaker();
    const state = loaded(50, 60);
    const before = make(maker, state);
    const after = make(maker, reduceAll(older(state, 40, 49), [created(61)]));
    for (const row of before) expect(after).toContain(row);
    expect(after).toHaveLength(22);
  });

  it("that began a page go on showing their author when older ones come above", () => {
    const maker = new RowMaker();
    const state = loaded(50, 60);
    expect(make(maker, state)[0]?.starts).toBe(true);
    const grown = make(maker, older(state, 40, 49));
    expect(grown.filter(({ starts }) => starts).map(({ key }) => key)).toEqual([id(40), id(50)]);
  });

  it("keep their key when the message is acked", () => {
    const maker = new RowMaker();
    const outgoing = {
      nonce: "n1",
      channelId: CHANNEL,
      content: "hi",
      replyTo: null,
      mentionAuthor: false,
      composedAtMs: Date.now(),
      status: { kind: "sending" },
    } as const;
    const sending = reduceAll(loaded(50, 51), [{ kind: "outgoing-put", outgoing }]);
    const waiting = make(maker, sending).at(-1);
    expect(waiting).toMatchObject({ key: "n1", message: null });
    const message = { ...messages(99, 99)[0], author: user(ME), content: "hi", nonce: "n1" };
    const acked = reduceAll(sending, [
      { kind: "outgoing-acked", nonce: "n1", message: message as ReturnType<typeof messages>[number] },
    ]);
    expect(make(maker, acked).at(-1)).toMatchObject({ key: "n1", outgoing: null });
  });

  it("say where what is new begins, and only where that is known", () => {
    const state = loaded(50, 60);
    const known = make(new RowMaker(), state, id(55));
    expect(known.find(({ firstNew }) => firstNew)?.key).toBe(id(56));
    expect(make(new RowMaker(), state, id(20)).some(({ firstNew }) => firstNew)).toBe(false);
  });
});

describe("news", () => {
  const rows = make(new RowMaker(), loaded(50, 60));
  const opened = { readUpTo: id(55), newest: id(58), unread: true };

  it("count what came between the last visit and the opening, and nothing after it", () => {
    expect(newsOf(rows, opened, ME, true)).toMatchObject({ count: 3, more: false, isAbove: false });
  });

  it("say that there are more than were loaded", () => {
    expect(newsOf(rows, { ...opened, readUpTo: id(20) }, ME, true)).toMatchObject({
      count: 9,
      more: true,
      isAbove: true,
    });
    expect(newsOf(rows, { ...opened, readUpTo: id(20) }, ME, false)).toMatchObject({
      more: false,
      isAbove: false,
    });
    expect(newsOf(rows, { ...opened, newest: id(70) }, ME, true)).toMatchObject({
      count: 5,
      more: true,
      isAbove: false,
    });
  });

  it("are none where all was read", () => {
    expect(newsOf(rows, { ...opened, unread: false }, ME, true)).toBeNull();
  });
});
