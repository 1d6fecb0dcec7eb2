import { describe, expect, it, vi } from "vitest";
import type { Event } from "../event.ts";
import { reduce, reduceAll } from "../reduce.ts";
import { needsCatchUp } from "../select/timelines.ts";
import {
  arrived,
  begun,
  CHANNEL,
  created,
  GUILD,
  guild,
  id,
  ids,
  loaded,
  ME,
  message,
  messages,
  page,
  readyOf,
  shownIds,
  timelineOf,
  user,
  YOU,
} from "../testing/builders.ts";

vi.mock("../../limits.ts", async (original) => {
  const { limits } = await original<typeof import("../../limits.ts")>();
  return { limits: { ...limits, timelineMessages: 10, pageMessages: 4 } };
});

const unpinned: Event = { kind: "pinned", channelId: CHANNEL, pinned: false };

describe("a timeline", () => {
  it("grows by what is heard once it reaches the present", () => {
    const state = arrived(...loaded(1, 3), created(4), created(5));
    expect(shownIds(state)).toEqual(ids(1, 5));
    expect(timelineOf(state)).toMatchObject({ hasOlder: false, hasNewer: false, live: true });
  });

  it("is not begun by a message: nobody looks", () => {
    expect(arrived(created(1)).timelines).toEqual({});
  });

  it("hears a message twice and shows it once", () => {
    const state = arrived(...loaded(1, 3), created(4), created(4));
    expect(shownIds(state)).toEqual(ids(1, 4));
  });

  it("that is full lets the oldest go while the reader is at its end", () => {
    const state = arrived(...loaded(1, 10), created(11));
    expect(shownIds(state)).toEqual(ids(2, 11));
    expect(timelineOf(state)).toMatchObject({ hasOlder: true, hasNewer: false });
  });

  it("that is full keeps what the reader looks at, and says that it ends before the present", () => {
    const state = arrived(...loaded(1, 10), unpinned, created(11), created(12));
    expect(shownIds(state)).toEqual(ids(1, 10));
    expect(timelineOf(state)).toMatchObject({ hasOlder: false, hasNewer: true });
  });

  it("that ends before the present does not grow", () => {
    const state = arrived(begun("around"), page("around", messages(4, 6)), created(9));
    expect(shownIds(state)).toEqual(ids(4, 6));
    expect(timelineOf(state)).toMatchObject({ hasOlder: true, hasNewer: true });
  });

  it("grows at its old end, and then lets the newest go", () => {
    const older = page("older", messages(1, 4), { before: id(5), reachedOldest: true });
    const state = arrived(...loaded(5, 12), unpinned, begun("older"), older);
    expect(shownIds(state)).toEqual(ids(1, 10));
    expect(timelineOf(state)).toMatchObject({ hasOlder: false, hasNewer: true, load: null });
  });

  it("grows at its new end up to the present, with what was heard meanwhile, and then lets the oldest go", () => {
    const state = arrived(
      begun("around"),
      page("around", messages(4, 8)),
      begun("newer"),
      created(14),
      page("newer", messages(9, 13), { after: id(8), reachedNewest: true }),
      created(15),
    );
    expect(shownIds(state)).toEqual(ids(6, 15));
    expect(timelineOf(state)).toMatchObject({ hasOlder: true, hasNewer: false, live: true });
  });

  it("takes no page that it does not wait for", () => {
    const state = arrived(...loaded(1, 3));
    expect(reduce(state, page("older", messages(7, 9)))).toBe(state);
  });

  it("says which load failed, until the next one begins", () => {
    const failed = arrived(...loaded(5, 6), begun("older"), {
      kind: "load-failed",
      channelId: CHANNEL,
      load: "older",
    });
    expect(timelineOf(failed)).toMatchObject({ load: null, failed: "older" });
    expect(timelineOf(reduce(failed, begun("older"))).failed).toBeNull();
  });

  it("is dropped when it is asked to make room", () => {
    const state = arrived(...loaded(1, 3), { kind: "timelines-dropped", channelIds: [CHANNEL] });
    expect(state.timelines).toEqual({});
  });
});

describe("a page", () => {
  it("keeps what was heard since its load began, though it is older than that", () => {
    const state = arrived(
      begun("newest"),
      created(4),
      created(5),
      page("newest", messages(1, 3), { reachedOldest: true, reachedNewest: true }),
    );
    expect(shownIds(state)).toEqual(ids(1, 5));
  });

  it("does not bring back what was deleted since", () => {
    const state = arrived(
      begun("newest"),
      { kind: "message-delete", channelId: CHANNEL, messageIds: [id(2)] },
      page("newest", messages(1, 3), { reachedOldest: true, reachedNewest: true }),
    );
    expect(shownIds(state)).toEqual([id(1), id(3)]);
  });

  it("takes away what history lacks in its range, and only there", () => {
    const state = arrived(
      ...loaded(1, 8),
      begun("catch-up"),
      page("catch-up", [message(4), message(6)], { after: id(2), before: id(7) }),
    );
    expect(shownIds(state)).toEqual([id(1), id(2), id(4), id(6), id(7), id(8)]);
  });

  it("that does not reach what is held leaves no gap: what lies before it goes", () => {
    const state = arrived(
      ...loaded(1, 4),
      begun("catch-up"),
      page("catch-up", messages(7, 9), { reachedNewest: true }),
    );
    expect(shownIds(state)).toEqual(ids(7, 9));
    expect(timelineOf(state)).toMatchObject({ hasOlder: true, hasNewer: false });
  });

  it("that begins right after what is held joins it", () => {
    const state = arrived(
      ...loaded(1, 4),
      begun("catch-up"),
      page("catch-up", messages(7, 9), { after: id(4), reachedNewest: true }),
    );
    expect(shownIds(state)).toEqual([...ids(1, 4), ...ids(7, 9)]);
    expect(timelineOf(state)).toMatchObject({ hasOlder: false, hasNewer: false });
  });

  it("joins also where the message after which it begins was deleted meanwhile", () => {
    const state = arrived(
      ...loaded(1, 4),
      begun("catch-up"),
      { kind: "message-delete", channelId: CHANNEL, messageIds: [id(4)] },
      page("catch-up", messages(5, 6), { after: id(4), reachedNewest: true }),
    );
    expect(shownIds(state)).toEqual([...ids(1, 3), id(5), id(6)]);
  });

  it("that was asked for beside messages that have gone since is thrown away", () => {
    const before = arrived(...loaded(5, 12), begun("older"));
    const state = reduceAll(before, [
      { kind: "ready", ready: readyOf() },
      page("older", messages(1, 4), { before: id(5), reachedOldest: true }),
    ]);
    expect(shownIds(state)).toEqual(ids(9, 12));
    expect(timelineOf(state)).toMatchObject({ load: null, hasOlder: true });
  });

  it("that leaves nothing of what was held is no end: the newest one is still needed", () => {
    const state = arrived(
      ...loaded(5, 6),
      begun("catch-up"),
      page("catch-up", [], { after: id(4), reachedNewest: true }),
    );
    expect(shownIds(state)).toEqual([]);
    expect(needsCatchUp(state, CHANNEL)).toBe(true);
  });

  it("keeps the very objects of messages of which it says nothing new", () => {
    const before = arrived(...loaded(1, 3));
    const state = reduceAll(before, [
      begun("catch-up"),
      page("catch-up", messages(1, 3), { reachedNewest: true }),
    ]);
    timelineOf(before).messages.forEach((one, at) => {
      expect(timelineOf(state).messages[at]).toBe(one);
    });
  });

  it("names those of its messages that changed while it was on its way, to be fetched again", () => {
    const edited = message(2, { content: "edited" });
    const state = arrived(
      begun("newest"),
      { kind: "message-update", message: edited },
      page("newest", messages(1, 3), { reachedOldest: true, reachedNewest: true }),
    );
    expect(timelineOf(state).refetch).toEqual([id(2)]);
    const after = reduce(state, { kind: "message-fetched", message: edited });
    expect(timelineOf(after).refetch).toEqual([]);
    expect(timelineOf(after).messages[1]?.content).toBe("edited");
  });

  it("is less believed than events on messages that were held all the time", () => {
    const state = arrived(
      ...loaded(1, 3),
      begun("catch-up"),
      { kind: "message-update", message: message(2, { content: "edited" }) },
      page("catch-up", messages(1, 3), { reachedNewest: true }),
    );
    expect(timelineOf(state).messages[1]?.content).toBe("edited");
    expect(timelineOf(state).refetch).toEqual([]);
  });

  it("during which too much was heard to remember ends before the present", () => {
    const burst = Array.from({ length: 11 }, (_, n) => created(4 + n));
    const state = arrived(
      begun("newest"),
      ...burst,
      page("newest", messages(1, 3), { reachedOldest: true, reachedNewest: true }),
    );
    expect(shownIds(state)).toEqual(ids(1, 3));
    expect(timelineOf(state).hasNewer).toBe(true);
  });
});

describe("a new session", () => {
  const open: Event = { kind: "connection", connection: { kind: "open" } };
  const lost: Event = {
    kind: "connection",
    connection: { kind: "waiting", attempt: 1, retryAtMs: 0, offline: false },
  };
  const again: readonly Event[] = [
    lost,
    { kind: "ready", ready: readyOf() },
    open,
    { kind: "guild-create", guild: guild() },
  ];

  it("leaves what is shown, and lets it grow only after a catch-up", () => {
    const before = arrived(...loaded(1, 3), ...again, created(6));
    expect(shownIds(before)).toEqual(ids(1, 3));
    expect(needsCatchUp(before, CHANNEL)).toBe(true);
    const state = reduceAll(before, [
      begun("catch-up"),
      created(7),
      page("catch-up", messages(1, 6), { after: id(0), reachedNewest: true }),
    ]);
    expect(shownIds(state)).toEqual(ids(1, 7));
    expect(needsCatchUp(state, CHANNEL)).toBe(false);
  });

  it("keeps one page for the reader at the end, all for the one who reads back", () => {
    expect(shownIds(arrived(...loaded(1, 9), ...again))).toEqual(ids(6, 9));
    expect(shownIds(arrived(...loaded(1, 9), unpinned, ...again))).toEqual(ids(1, 9));
  });

  it("has no trust in a page that was asked for before its GUILD_CREATE", () => {
    const state = arrived(
      { kind: "ready", ready: readyOf() },
      begun("newest"),
      { kind: "guild-create", guild: guild() },
      page("newest", messages(1, 3), { reachedOldest: true, reachedNewest: true }),
    );
    expect(shownIds(state)).toEqual(ids(1, 3));
    expect(needsCatchUp(state, CHANNEL)).toBe(true);
  });

  it("is not caught up by a page beside what is old", () => {
    const state = arrived(
      ...loaded(5, 8),
      ...again,
      begun("older"),
      page("older", messages(1, 4), { before: id(5), reachedOldest: true }),
    );
    expect(shownIds(state)).toEqual(ids(1, 8));
    expect(needsCatchUp(state, CHANNEL)).toBe(true);
  });

  it("that is the old one has no trust in a page that was asked for while the line was down", () => {
    const state = arrived(
      ...loaded(5, 8),
      lost,
      begun("older"),
      { kind: "resumed" },
      open,
      page("older", messages(1, 4), { before: id(5), reachedOldest: true }),
    );
    expect(shownIds(state)).toEqual(ids(1, 8));
    expect(needsCatchUp(state, CHANNEL)).toBe(true);
  });

  it("that is the old one, resumed, changes nothing", () => {
    const state = arrived(...loaded(1, 3), lost, created(4), { kind: "resumed" }, open, created(5));
    expect(shownIds(state)).toEqual(ids(1, 5));
    expect(needsCatchUp(state, CHANNEL)).toBe(false);
  });

  it("makes what was broadcast and never durable vanish with the catch-up", () => {
    const state = arrived(
      ...loaded(1, 3),
      created(4),
      created(5),
      ...again,
      begun("catch-up"),
      page("catch-up", messages(2, 4), { after: id(1), reachedNewest: true }),
    );
    expect(shownIds(state)).toEqual(ids(2, 4));
  });

  it("of a server that was away does the same for its channels", () => {
    const away: Event = { kind: "guild-delete", guildId: GUILD, unavailable: true };
    const state = arrived(...loaded(1, 3), away);
    expect(state.guilds[GUILD]?.unavailable).toBe(true);
    expect(needsCatchUp(state, CHANNEL)).toBe(false);
    const back = reduce(state, { kind: "guild-create", guild: guild() });
    expect(back.guilds[GUILD]?.unavailable).toBe(false);
    expect(needsCatchUp(back, CHANNEL)).toBe(true);
  });
});

describe("a message", () => {
  it("that is edited keeps its reactions", () => {
    const state = arrived(
      ...loaded(1, 2),
      { kind: "reaction-add", channelId: CHANNEL, messageId: id(2), userId: YOU, emoji: "👍" },
      {
        kind: "message-update",
        message: message(2, { content: "edited", edited_timestamp: "2026-02-01T00:00:00Z" }),
      },
    );
    expect(timelineOf(state).messages[1]).toMatchObject({
      content: "edited",
      reactions: [{ emoji: "👍", count: 1, me: false }],
    });
  });

  it("that answers one which is edited or deleted says so", () => {
    const reply = created(3, {
      type: 19,
      message_reference: { message_id: id(2) },
      referenced_message: message(2),
    });
    const edited = arrived(...loaded(1, 2), reply, {
      kind: "message-update",
      message: message(2, { content: "edited" }),
    });
    expect(timelineOf(edited).messages[2]?.replyTo?.content).toBe("edited");
    const gone = reduce(edited, { kind: "message-delete", channelId: CHANNEL, messageIds: [id(2)] });
    expect(timelineOf(gone).messages.at(-1)?.replyTo).toEqual({
      messageId: id(2),
      authorId: null,
      content: null,
    });
  });

  it("tells who its author and the mentioned are", () => {
    const state = arrived(...loaded(1, 0), created(1, { author: user("7"), mentions: [user("8")] }));
    expect([state.users["7"]?.name, state.users["8"]?.name]).toEqual(["user7", "user8"]);
  });

  it("of which nothing is held changes nothing when it is edited or deleted", () => {
    const state = arrived(...loaded(1, 2));
    expect(reduce(state, { kind: "message-update", message: message(9) })).toBe(state);
    expect(reduce(state, { kind: "message-delete", channelId: CHANNEL, messageIds: [id(9)] })).toBe(state);
  });
});

describe("reactions", () => {
  const at = { channelId: CHANNEL, messageId: id(1), emoji: "👍" };
  const reactions = (...events: readonly Event[]) =>
    timelineOf(arrived(...loaded(1, 1), ...events)).messages[0]?.reactions;

  it("of others are counted, and go with the last one", () => {
    const add = (userId: string): Event => ({ kind: "reaction-add", ...at, userId });
    const remove = (userId: string): Event => ({ kind: "reaction-remove", ...at, userId });
    expect(reactions(add(YOU), add("3"))).toEqual([{ emoji: "👍", count: 2, me: false }]);
    expect(reactions(add(YOU), add("3"), remove("3"), remove(YOU))).toEqual([]);
  });

  it("of the person are shown at once, and counted once when they are told", () => {
    const own: Event = { kind: "own-reaction", ...at, on: true };
    const told: Event = { kind: "reaction-add", ...at, userId: ME };
    expect(reactions(own)).toEqual([{ emoji: "👍", count: 1, me: true }]);
    expect(reactions(own, told)).toEqual([{ emoji: "👍", count: 1, me: true }]);
    expect(reactions(told, told)).toEqual([{ emoji: "👍", count: 1, me: true }]);
    expect(reactions(own, { kind: "own-reaction", ...at, on: false })).toEqual([]);
  });

  it("are cleared all, or those with one emoji", () => {
    const two: Event[] = [
      { kind: "reaction-add", ...at, userId: YOU },
      { kind: "reaction-add", ...at, emoji: "🎉", userId: YOU },
    ];
    const clear = (emoji: string | null): Event => ({
      kind: "reactions-clear",
      channelId: CHANNEL,
      messageId: id(1),
      emoji,
    });
    expect(reactions(...two, clear("👍"))).toEqual([{ emoji: "🎉", count: 1, me: false }]);
    expect(reactions(...two, clear(null))).toEqual([]);
  });
});
