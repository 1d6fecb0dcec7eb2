import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Event } from "../event.ts";
import { reduce, reduceAll } from "../reduce.ts";
import { cursorOf, unreadOfChannel, unreadOfGuild, unreadTotal } from "../select/reads.ts";
import { endOfChannel } from "../select/timelines.ts";
import {
  arrived,
  CHANNEL,
  channel,
  created,
  GUILD,
  guild,
  id,
  ids,
  loaded,
  ME,
  member,
  readyOf,
  role,
  user,
  YOU,
} from "../testing/builders.ts";
import { acked } from "./reads.ts";

const mention = { mentions: [user(ME)] };

describe("a channel", () => {
  it("is unread from when the person joined, until it is read", () => {
    const state = arrived(created(1));
    expect(unreadOfChannel(state, CHANNEL)).toEqual({ unread: true, mentions: 0 });
    const read = reduce(state, { kind: "read", channelId: CHANNEL, messageId: id(1) });
    expect(unreadOfChannel(read, CHANNEL)).toEqual({ unread: false, mentions: 0 });
  });

  it("with messages from before the person joined has nothing unread", () => {
    const old = channel(CHANNEL, { last_message_id: "175928847299117063" });
    const state = arrived({ kind: "guild-create", guild: guild({ channels: [old] }) });
    expect(unreadOfChannel(state, CHANNEL).unread).toBe(false);
  });

  it("counts who mentions the person: by name, by role, or all; never what they wrote themselves", () => {
    const roles = [role(GUILD), role("50")];
    const members = [member(ME, { roles: ["50"] }), member(YOU)];
    const state = arrived(
      { kind: "guild-create", guild: guild({ roles, members }) },
      created(1, mention),
      created(2, { mention_roles: ["50"] }),
      created(3, { mention_roles: ["51"] }),
      created(4, { mention_everyone: true }),
      created(5, { mentions: [user(YOU)] }),
    );
    expect(state.reads[CHANNEL]?.mentionIds).toEqual([id(1), id(2), id(4)]);
    expect(unreadOfGuild(state, GUILD)).toEqual({ unread: true, mentions: 3 });
    expect(unreadTotal(state)).toBe(unreadOfGuild(state, GUILD));
  });

  it("is read up to what the person writes", () => {
    const state = arrived(created(1, mention), created(2, { ...mention, author: user(ME) }));
    expect(unreadOfChannel(state, CHANNEL)).toEqual({ unread: false, mentions: 0 });
    expect(cursorOf(state, CHANNEL)).toBe(id(2));
  });

  it("loses the badge of a mention that is deleted", () => {
    const state = arrived(created(1, mention), {
      kind: "message-delete",
      channelId: CHANNEL,
      messageIds: [id(1)],
    });
    expect(unreadOfChannel(state, CHANNEL).mentions).toBe(0);
  });

  it("keeps mentions after what was read on another device", () => {
    const state = arrived(created(1, mention), created(2, mention), {
      kind: "ack",
      channelId: CHANNEL,
      messageId: id(1),
      mentionIds: [],
    });
    expect(state.reads[CHANNEL]).toMatchObject({ lastReadId: id(1), mentionIds: [id(2)] });
  });

  it("is marked unread by an ack backwards, which names the mentions after it", () => {
    const state = arrived(created(1, mention), created(2), created(3), {
      kind: "ack",
      channelId: CHANNEL,
      messageId: id(3),
      mentionIds: [],
    });
    const back = reduce(state, { kind: "ack", channelId: CHANNEL, messageId: id(0), mentionIds: [id(1)] });
    expect(unreadOfChannel(back, CHANNEL)).toEqual({ unread: true, mentions: 1 });
    expect(reduce(state, { kind: "read", channelId: CHANNEL, messageId: id(0) })).toBe(state);
  });

  it("that was read further than the server has heard is not unread again by its late ack", () => {
    const read = (n: number): Event => ({ kind: "read", channelId: CHANNEL, messageId: id(n) });
    const ack = (n: number, mentionIds: string[]): Event => {
      return { kind: "ack", channelId: CHANNEL, messageId: id(n), mentionIds };
    };
    const state = arrived(created(1), created(2, mention), read(1), read(2), ack(1, [id(2)]));
    expect(unreadOfChannel(state, CHANNEL)).toEqual({ unread: false, mentions: 0 });
    const again = reduceAll(state, [ack(2, []), ack(1, [id(2)])]);
    expect(unreadOfChannel(again, CHANNEL)).toEqual({ unread: true, mentions: 1 });
  });

  it("in which the person wrote is not unread again by an ack from before that", () => {
    const version = (n: number) => (BigInt(id(n)) >> 22n) + 5n;
    const state = arrived(created(1), created(2, { author: user(ME) }));
    const late = { channelId: CHANNEL, messageId: id(1), mentionIds: [], version: Number(version(1)) };
    expect(acked(state, late)).toBe(state);
    const back = acked(state, { ...late, version: Number(version(3)) });
    expect(unreadOfChannel(back, CHANNEL).unread).toBe(true);
  });

  it("is read as far as a new session says, and as is still to be told", () => {
    const ready: Event = {
      kind: "ready",
      ready: readyOf([GUILD], [{ id: CHANNEL, last_message_id: id(1), mention_count: 0 }]),
    };
    const read: Event = { kind: "read", channelId: CHANNEL, messageId: id(2) };
    const state = arrived(created(1), created(2), read, ready);
    expect(cursorOf(state, CHANNEL)).toBe(id(1));
    expect(cursorOf(reduceAll(state, [read]), CHANNEL)).toBe(id(2));
  });

  it("hears of a mention after it was read elsewhere, and does not count it", () => {
    const ack: Event = { kind: "ack", channelId: CHANNEL, messageId: id(2), mentionIds: [] };
    expect(unreadOfChannel(arrived(ack, created(2, mention)), CHANNEL)).toEqual({
      unread: false,
      mentions: 0,
    });
  });

  it("has the cursor of READY and the mentions of GUILD_CREATE, once each", () => {
    const unread_mentions = [id(1), id(2), id(3)].map((of) => ({ channel_id: CHANNEL, id: of }));
    const channels = [channel(CHANNEL, { last_message_id: id(3) })];
    const state = arrived(
      created(9, mention),
      {
        kind: "ready",
        ready: readyOf([GUILD], [{ id: CHANNEL, last_message_id: id(1), mention_count: 2 }]),
      },
      { kind: "guild-create", guild: guild({ unread_mentions, channels }) },
      created(3, mention),
    );
    expect(state.reads[CHANNEL]).toMatchObject({ lastReadId: id(1), mentionIds: ids(2, 3) });
  });

  it("whose newest message is deleted before it is read is read by who looks, and stays so elsewhere", () => {
    const gone: Event = { kind: "message-delete", channelId: CHANNEL, messageIds: [id(3)] };
    const read: Event = { kind: "read", channelId: CHANNEL, messageId: id(2) };
    const looking = arrived(...loaded(1, 2), created(3), read, gone);
    expect(unreadOfChannel(looking, CHANNEL).unread).toBe(false);
    const away = arrived(created(2), created(3), gone);
    const end = endOfChannel(looking, CHANNEL);
    expect(end).toBe(id(3));
    const told = reduce(away, { kind: "ack", channelId: CHANNEL, messageId: end ?? "", mentionIds: [] });
    expect(unreadOfChannel(told, CHANNEL)).toEqual({ unread: false, mentions: 0 });
  });

  it("that was read to its end has no badge, whatever happened before", () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 40, size: "max" }), (happenings) => {
        const state = arrived(...eventsOf(happenings));
        const end = endOfChannel(state, CHANNEL);
        const read =
          end === null ? state : reduce(state, { kind: "read", channelId: CHANNEL, messageId: end });
        expect(unreadOfChannel(read, CHANNEL)).toEqual({ unread: false, mentions: 0 });
        expect(read.reads[CHANNEL]?.mentionIds ?? []).toEqual([]);
      }),
    );
  });
});

const happening = fc.oneof(
  fc.record({ what: fc.constant("create" as const), mentions: fc.boolean(), own: fc.boolean() }),
  fc.record({ what: fc.constant("delete" as const), n: fc.nat(30) }),
  fc.record({ what: fc.constantFrom("read" as const, "ack" as const), n: fc.nat(30) }),
  fc.record({ what: fc.constantFrom("load" as const, "ready" as const) }),
);

type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

function eventsOf(happenings: readonly Happening[]): readonly Event[] {
  const events: Event[] = [];
  let n = 0;
  for (const one of happenings) {
    if (one.what === "create") n += 1;
    events.push(...eventsOfOne(one, n));
  }
  return events;
}

function eventsOfOne(one: Happening, newest: number): readonly Event[] {
  const at = "n" in one ? id(Math.min(one.n, newest)) : id(newest);
  switch (one.what) {
    case "create":
      return [created(newest, { ...(one.mentions && mention), author: user(one.own ? ME : YOU) })];
    case "delete":
      return [{ kind: "message-delete", channelId: CHANNEL, messageIds: [at] }];
    case "read":
      return [{ kind: "read", channelId: CHANNEL, messageId: at }];
    case "ack":
      return [{ kind: "ack", channelId: CHANNEL, messageId: at, mentionIds: [] }];
    case "load":
      return loaded(1, Math.max(1, newest));
    case "ready": {
      const channels = [channel(CHANNEL, { last_message_id: newest > 0 ? at : null })];
      return [
        { kind: "ready", ready: readyOf() },
        { kind: "guild-create", guild: guild({ channels }) },
      ];
    }
    default:
      throw new Error("unknown happening");
  }
}

describe("a burst", () => {
  it("comes to the same as its messages one by one", () => {
    const burst = [created(1, mention), created(2, { author: user(ME) }), created(3, mention), created(4)];
    const start = arrived(...loaded(1, 1));
    expect(reduceAll(start, burst)).toEqual(burst.reduce(reduce, start));
  });
});
