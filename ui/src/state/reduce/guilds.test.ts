import { describe, expect, it } from "vitest";
import type { Event } from "../event.ts";
import { initialState } from "../initial.ts";
import { reduce, reduceAll } from "../reduce.ts";
import {
  arrived,
  CHANNEL,
  channel,
  created,
  GUILD,
  guild,
  id,
  loaded,
  ME,
  member,
  outgoing,
  readyOf,
  role,
  YOU,
} from "../testing/builders.ts";

const put: Event = { kind: "outgoing-put", outgoing: outgoing("n1") };

describe("READY", () => {
  it("names guilds that are awaited until each is told", () => {
    const ready = reduce(initialState, { kind: "ready", ready: readyOf([GUILD, "90"]) });
    expect(ready.awaited).toEqual([GUILD, "90"]);
    const told = reduceAll(ready, [
      { kind: "guild-create", guild: guild() },
      { kind: "guild-delete", guildId: "90", unavailable: true },
    ]);
    expect(told.awaited).toEqual([]);
  });

  it("that does not name a guild takes it away with all that is its", () => {
    const state = arrived(...loaded(1, 3), put, { kind: "ready", ready: readyOf([]) });
    const { guilds, channels, members, presences, timelines, outgoing: sent, reads, awaited } = state;
    expect([guilds, channels, members, presences, timelines, sent, reads]).toEqual([
      {},
      {},
      {},
      {},
      {},
      {},
      {},
    ]);
    expect(awaited).toEqual([]);
  });

  it("and GUILD_CREATE keep messages and what is on its way, of channels that are still there", () => {
    const again: Event[] = [
      { kind: "ready", ready: readyOf() },
      { kind: "guild-create", guild: guild() },
    ];
    const before = arrived(...loaded(1, 3), put);
    const state = reduceAll(before, again);
    expect(state.timelines[CHANNEL]?.messages).toBe(before.timelines[CHANNEL]?.messages);
    expect(state.outgoing).toBe(before.outgoing);
    const gone = reduce(state, { kind: "guild-create", guild: guild({ channels: [channel("300")] }) });
    expect([gone.timelines, gone.outgoing, Object.keys(gone.channels)]).toEqual([{}, {}, ["300"]]);
  });

  it("tells who the person is", () => {
    expect(arrived().self).toEqual({ kind: "person", id: ME });
    expect(arrived().users[ME]?.name).toBe("user1");
  });
});

describe("a guild", () => {
  it("that is left goes with all that is its, and no other", () => {
    const other = guild({ id: "90", channels: [channel("300", { guild_id: "90" })] });
    const state = arrived(...loaded(1, 3), created(4, { mention_everyone: true }), put, {
      kind: "guild-create",
      guild: other,
    });
    const left = reduce(state, { kind: "guild-delete", guildId: GUILD, unavailable: false });
    expect(Object.keys(left.guilds)).toEqual(["90"]);
    expect(Object.keys(left.channels)).toEqual(["300"]);
    expect([left.timelines, left.outgoing, left.reads, Object.keys(left.members)]).toEqual([
      {},
      {},
      {},
      ["90"],
    ]);
  });

  it("that is told again in the same words stays the same object", () => {
    const before = arrived();
    const after = reduce(before, { kind: "guild-create", guild: guild() });
    expect(after.guilds[GUILD]).toBe(before.guilds[GUILD]);
    expect(after.channels[CHANNEL]).toBe(before.channels[CHANNEL]);
    expect(after.members[GUILD]?.[YOU]).toBe(before.members[GUILD]?.[YOU]);
  });

  it("counts its members as they come and go", () => {
    const come: Event = { kind: "member-add", guildId: GUILD, member: member("3") };
    const go: Event = { kind: "member-remove", guildId: GUILD, userId: YOU };
    expect(arrived(come).guilds[GUILD]?.memberCount).toBe(3);
    const state = arrived(come, go);
    expect(state.guilds[GUILD]?.memberCount).toBe(2);
    expect(Object.keys(state.members[GUILD] ?? {})).toEqual([ME, "3"]);
  });

  it("that is not known hears nothing", () => {
    const state = arrived();
    const events: Event[] = [
      { kind: "member-add", guildId: "77", member: member(ME) },
      { kind: "presence", guildId: "77", presence: { user: { id: ME }, status: "idle" } },
      { kind: "role-put", guildId: "77", role: role("5") },
      { kind: "channel-put", channel: channel("5", { guild_id: "77" }), created: true },
      { kind: "channel-delete", channelId: "5", guildId: "77" },
      { kind: "guild-delete", guildId: "77", unavailable: false },
      created(1, { channel_id: "5" }),
    ];
    for (const event of events) expect(reduce(state, event)).toBe(state);
  });
});

describe("a role", () => {
  it("that is deleted is taken from members and overwrites", () => {
    const overwrite = { id: "50", type: 0 as const, allow: "1", deny: "0" };
    const house = guild({
      roles: [role(GUILD), role("50")],
      members: [member(ME, { roles: ["50"] })],
      channels: [channel(CHANNEL, { permission_overwrites: [overwrite] })],
    });
    const state = arrived(
      { kind: "guild-create", guild: house },
      { kind: "role-delete", guildId: GUILD, roleId: "50" },
    );
    expect(state.guilds[GUILD]?.roles["50"]).toBeUndefined();
    expect(state.members[GUILD]?.[ME]?.roleIds).toEqual([]);
    expect(state.channels[CHANNEL]?.overwrites).toEqual([]);
  });
});

describe("a channel", () => {
  it("that is hidden and seen again is read as far as it was", () => {
    const seen: Event = { kind: "channel-put", channel: channel(CHANNEL), created: true };
    const hidden: Event = { kind: "channel-delete", channelId: CHANNEL, guildId: GUILD };
    const state = arrived(...loaded(1, 3), { kind: "read", channelId: CHANNEL, messageId: id(3) }, hidden);
    expect([state.channels, state.timelines]).toEqual([{}, {}]);
    expect(reduce(state, seen).reads[CHANNEL]?.lastReadId).toBe(id(3));
  });

  it("of a kind that is not shown is not kept", () => {
    const state = arrived();
    expect(reduce(state, { kind: "channel-put", channel: channel("5", { type: 2 }), created: true })).toBe(
      state,
    );
  });
});

describe("another account", () => {
  it("finds nothing of the one before it", () => {
    const state = arrived(...loaded(1, 3), put, { kind: "self", self: { kind: "stranger" } });
    expect(state).toEqual({ ...initialState, connection: { kind: "open" } });
  });
});
