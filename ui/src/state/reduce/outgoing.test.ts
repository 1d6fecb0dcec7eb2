import { describe, expect, it } from "vitest";
import type { Event } from "../event.ts";
import type { Outgoing } from "../model.ts";
import { reduce, reduceAll } from "../reduce.ts";
import { type MessageRow, rowsOf } from "../select/rows.ts";
import {
  arrived,
  begun,
  CHANNEL,
  created,
  guild,
  id,
  loaded,
  ME,
  message,
  messages,
  outgoing,
  page,
  readyOf,
  shownIds,
  user,
} from "../testing/builders.ts";

const own = { author: user(ME), nonce: "n1" };
const put: Event = { kind: "outgoing-put", outgoing: outgoing("n1") };
const told = created(3, own);
const acked: Event = { kind: "outgoing-acked", nonce: "n1", message: message(3, own) };
const gone: Event = { kind: "message-delete", channelId: CHANNEL, messageIds: [id(3)] };

function shown(...events: readonly Event[]): [key: string, pending: string][] {
  const rows = rowsOf(arrived(...loaded(1, 2), ...events), CHANNEL, null);
  return rows.map(({ key, outgoing: sent }) => [key, pendingOf(sent)]);
}

function pendingOf(sent: Outgoing | null): string {
  if (sent === null) return "no";
  return sent.status.kind === "failed" ? "failed" : "sending";
}

const before: [string, string][] = [
  [id(1), "no"],
  [id(2), "no"],
];

describe("an own message", () => {
  it("is shown at once, grey, at the end", () => {
    expect(shown(put)).toEqual([...before, ["n1", "sending"]]);
  });

  it("keeps its row and its grey when it is told, and loses the grey when it is acked", () => {
    expect(shown(put, told)).toEqual([...before, ["n1", "sending"]]);
    expect(shown(put, told, acked)).toEqual([...before, ["n1", "no"]]);
  });

  it("that is acked before it is told is in its place, once", () => {
    expect(shown(put, acked)).toEqual([...before, ["n1", "no"]]);
    expect(shown(put, acked, told)).toEqual([...before, ["n1", "no"]]);
  });

  it("that is acked before an older one is told stands after it", () => {
    const state = arrived(...loaded(1, 1), put, acked, created(2));
    expect(shownIds(state)).toEqual([id(1), id(2), id(3)]);
  });

  it("that was deleted before its ack came does not come back", () => {
    expect(shown(put, told, gone, acked)).toEqual(before);
  });

  it("that was refused after it was told is red, and no message", () => {
    const failed = outgoing("n1", { status: { kind: "failed", reason: "no" } });
    expect(shown(put, told, gone, { kind: "outgoing-put", outgoing: failed })).toEqual([
      ...before,
      ["n1", "failed"],
    ]);
  });

  it("is gone when it is discarded", () => {
    expect(shown(put, { kind: "outgoing-discarded", channelId: CHANNEL, nonce: "n1" })).toEqual(before);
  });

  it("keeps its row when a page brings it without its nonce", () => {
    const catchUp = page("catch-up", [...messages(1, 2), message(3, { author: user(ME) })], {
      after: id(0),
      reachedNewest: true,
    });
    expect(shown(put, told, acked, begun("catch-up"), catchUp)).toEqual([...before, ["n1", "no"]]);
  });

  it("that a page brings with its nonce is shown once, grey until acked", () => {
    const newest = page("newest", [...messages(1, 2), message(3, own)], { reachedNewest: true });
    expect(shown(put, begun("newest"), newest)).toEqual([...before, ["n1", "sending"]]);
    expect(shown(put, begun("newest"), newest, acked)).toEqual([...before, ["n1", "no"]]);
  });

  it("that was told and never durable is grey again after the catch-up, and placed anew by the retry", () => {
    const catchUp = page("catch-up", messages(1, 2), { after: id(0), reachedNewest: true });
    const retried: Event = { kind: "outgoing-acked", nonce: "n1", message: message(5, own) };
    const ready = arrived(put, told);
    expect(ready.outgoing[CHANNEL]?.[0]?.messageId).toBe(id(3));
    expect(shown(put, told, begun("catch-up"), gone, catchUp)).toEqual([...before, ["n1", "sending"]]);
    expect(shown(put, told, begun("catch-up"), gone, catchUp, retried)).toEqual([...before, ["n1", "no"]]);
  });

  it("that is acked while its timeline has yet to catch up stays to be seen, once, until the timeline has it", () => {
    const missed: Event = { kind: "ready", ready: readyOf() };
    const open: readonly Event[] = [missed, { kind: "guild-create", guild: guild() }];
    const begin = begun("catch-up");
    const covers = { after: id(0), reachedNewest: true };
    const late = page("catch-up", [...messages(1, 2), message(3, own)], covers);
    for (const events of [
      [put, ...open],
      [put, ...open, begin],
      [...open, put, told],
      [...open, begin, put, told],
    ]) {
      expect(shown(...events, acked)).toEqual([...before, ["n1", "sending"]]);
      expect(shown(...events, acked, begin, late)).toEqual([...before, ["n1", "no"]]);
    }
    const early = page("catch-up", messages(1, 2), covers);
    expect(shown(put, ...open, begin, acked, early)).toEqual([...before, ["n1", "no"]]);
    expect(shown(put, ...open, acked, gone)).toEqual(before);
    expect(shown(put, ...open, acked, begin, early)).toEqual(before);
    const dropped: Event = { kind: "timelines-dropped", channelIds: [CHANNEL] };
    expect(arrived(...loaded(1, 2), put, ...open, acked, dropped).outgoing).toEqual({});
  });

  it("of another tab or another person's same nonce is none of ours", () => {
    expect(shown(told)).toEqual([...before, [id(3), "no"]]);
    expect(shown(put, created(3, { nonce: "n1" }))).toEqual([...before, [id(3), "no"], ["n1", "sending"]]);
  });

  it("changes its state where it stands; another comes after it", () => {
    const second: Event = { kind: "outgoing-put", outgoing: outgoing("n2") };
    const again: Event = { kind: "outgoing-put", outgoing: outgoing("n1", { status: { kind: "queued" } }) };
    const state = arrived(put, second, again);
    expect(state.outgoing[CHANNEL]?.map(({ nonce, status }) => [nonce, status.kind])).toEqual([
      ["n1", "queued"],
      ["n2", "sending"],
    ]);
  });

  it("survives a new session, but not its channel", () => {
    const state = arrived(put);
    expect(reduce(state, { kind: "channel-delete", channelId: CHANNEL, guildId: "100" }).outgoing).toEqual(
      {},
    );
    const row = rowsOf(reduceAll(arrived(), [...loaded(1, 1), put]), CHANNEL, null).at(-1) as MessageRow;
    expect(row.message).toMatchObject({ authorId: ME, content: "n1" });
  });
});
