import { describe, expect, it } from "vitest";
import { limits } from "../../limits.ts";
import type { Event } from "../event.ts";
import { mentions, ownRoleIds } from "../reduce/mentions.ts";
import { reduceAll } from "../reduce.ts";
import {
  arrived,
  begun,
  CHANNEL,
  channel,
  created,
  GUILD,
  guild,
  loaded,
  ME,
  member,
  message,
  outgoing,
  page,
  role,
  user,
  YOU,
} from "../testing/builders.ts";
import { channelCandidates, mentionCandidates } from "./candidates.ts";
import { channelsInOrder, channelTree, guildList } from "./guilds.ts";
import { memberGroups } from "./members.ts";
import { displayName, nameColor } from "./names.ts";
import { can } from "./permissions.ts";
import { isKnownGone, lastOwnMessage, messageById, seenEnd } from "./timelines.ts";
import { typingNames } from "./typing.ts";

const TALK = String((1n << 10n) | (1n << 11n));
const everyone = role(GUILD, { permissions: TALK, position: 0 });
const staff = role("50", { name: "Staff", position: 3, hoist: true, color: 0xff0000 });
const blue = role("51", { name: "blue", position: 2, color: 0x0000ff, mentionable: true });

function house(more: Parameters<typeof guild>[0] = {}): Event {
  const roles = [everyone, staff, blue];
  return { kind: "guild-create", guild: guild({ roles, ...more }) };
}

describe("guilds and channels", () => {
  it("are listed in the order of joining", () => {
    const later = guild({ id: "90", joined_at: "2026-02-01T00:00:00Z", channels: [] });
    const state = arrived({ kind: "guild-create", guild: later });
    expect(guildList(state).map(({ id }) => id)).toEqual([GUILD, "90"]);
    expect(guildList(reduceAll(state, [created(1)]))).toBe(guildList(state));
  });

  it("are a tree by position, with those first that stand alone", () => {
    const channels = [
      channel("30", { type: 4, position: 1 }),
      channel("31", { parent_id: "30", position: 2 }),
      channel("32", { parent_id: "30", position: 1 }),
      channel("33", { position: 5 }),
      channel("34", { parent_id: "39", position: 6 }),
    ];
    const state = arrived(house({ channels }));
    const shape = channelTree(state, GUILD).map((branch) => [
      branch.category?.id ?? null,
      branch.channels.map(({ id }) => id),
    ]);
    expect(shape).toEqual([
      [null, ["33", "34"]],
      ["30", ["32", "31"]],
    ]);
    expect(channelsInOrder(state, GUILD).map(({ id }) => id)).toEqual(["33", "34", "32", "31"]);
  });

  it("keep branches in which nothing changed", () => {
    const channels = [
      channel("30", { type: 4, position: 1 }),
      channel("31", { parent_id: "30" }),
      channel(CHANNEL),
    ];
    const before = arrived(house({ channels }));
    const after = reduceAll(before, [created(1)]);
    expect(channelTree(after, GUILD)[0]).not.toBe(channelTree(before, GUILD)[0]);
    const tree = channelTree(after, GUILD);
    expect(channelTree(reduceAll(after, [created(2)]), GUILD)[1]).toBe(tree[1]);
  });
});

describe("names", () => {
  it("are the nickname, else the display name, else the user name", () => {
    const nick = member("3", { nick: "Nick", user: user("3", { global_name: "Global" }) });
    const global = member("4", { user: user("4", { global_name: "Global" }) });
    const state = arrived(house({ members: [member(ME), nick, global] }));
    expect(["3", "4", ME, "77"].map((id) => displayName(state, GUILD, id))).toEqual([
      "Nick",
      "Global",
      "user1",
      "77",
    ]);
  });

  it("have the colour of the highest role that has one", () => {
    const state = arrived(house({ members: [member(ME), member(YOU, { roles: ["51", "50"] })] }));
    expect(nameColor(state, GUILD, YOU)).toBe(0xff0000);
    expect(nameColor(state, GUILD, ME)).toBeNull();
  });

  it("of those who type are told until they send or stop, never the person's own", () => {
    const typing = (userId: string, atMs: number): Event => {
      return { kind: "typing", channelId: CHANNEL, guildId: GUILD, userId, member: null, atMs };
    };
    const third = member("3", { nick: "Third" });
    const state = arrived(
      house({ members: [member(ME), member(YOU), third] }),
      typing("3", 2),
      typing(YOU, 1),
      typing(ME, 1),
    );
    expect(typingNames(state, CHANNEL)).toEqual(["user2", "Third"]);
    expect(typingNames(reduceAll(state, [created(1)]), CHANNEL)).toEqual(["Third"]);
    const later = reduceAll(state, [{ kind: "tick", nowMs: limits.typingMs + 1 }]);
    expect(typingNames(later, CHANNEL)).toEqual(["Third"]);
    expect(reduceAll(later, [{ kind: "tick", nowMs: limits.typingMs + 2 }]).typing).toEqual({});
  });
});

describe("members", () => {
  const members = [
    member("10", { nick: "bea" }),
    member("11", { nick: "Adam" }),
    member("12", { nick: "zoe", roles: ["50"] }),
    member("13", { nick: "Cleo", roles: ["50"] }),
  ];
  const presences = ["10", "11", "12"].map((id) => ({ user: { id }, status: "online" as const }));

  it("are grouped by hoisted role, then online, then offline, by name in each", () => {
    const groups = memberGroups(arrived(house({ members, presences })), GUILD);
    expect(groups.map(({ key, members: of }) => [key, of.map(({ name }) => name)])).toEqual([
      ["50", ["zoe"]],
      ["online", ["Adam", "bea"]],
      ["offline", ["Cleo"]],
    ]);
    expect(groups[0]).toMatchObject({ name: "Staff", members: [{ color: 0xff0000, status: "online" }] });
  });

  it("of whom nothing changed keep their entries and groups", () => {
    const state = arrived(house({ members, presences }));
    const groups = memberGroups(state, GUILD);
    expect(memberGroups(reduceAll(state, [created(1)]), GUILD)).toBe(groups);
    const gone: Event = {
      kind: "presence",
      guildId: GUILD,
      presence: { user: { id: "12" }, status: "offline" },
    };
    const after = memberGroups(reduceAll(state, [gone]), GUILD);
    expect(after.map(({ key }) => key)).toEqual(["online", "offline"]);
    expect(after[0]).toBe(groups[1]);
    expect(after[1]?.members[0]).toBe(groups[2]?.members[0]);
  });

  it("of a large guild come in chunks; who is not among the presences is offline", () => {
    const crowd = Array.from({ length: 1000 }, (_, n) => member(String(1000 + n)));
    const chunk: Event = {
      kind: "members-chunk",
      guildId: GUILD,
      members: crowd,
      presences: [{ user: { id: "1500" }, status: "dnd" }],
      nonce: null,
      last: true,
    };
    const groups = memberGroups(arrived(house({ members: [], presences, large: true }), chunk), GUILD);
    expect(groups.map(({ key, members: of }) => [key, of.length])).toEqual([
      ["online", 1],
      ["offline", 999],
    ]);
  });
});

describe("what is offered", () => {
  const hidden = { id: "50", type: 0 as const, allow: "0", deny: String(1n << 10n) };
  const members = [
    member(ME, { nick: "annabel" }),
    member("10", { nick: "anna" }),
    member("11", { nick: "Hannah" }),
    member("12", { nick: "Mary Ann" }),
    member("13", { nick: "annika", roles: ["50"] }),
  ];
  const at = house({
    members,
    channels: [channel(CHANNEL, { permission_overwrites: [hidden] }), channel("201")],
  });

  it("for @ are those who can see the channel, best fit first; never the person", () => {
    const names = mentionCandidates(arrived(at), CHANNEL, "ann").map(({ name }) => name);
    expect(names).toEqual(["anna", "Mary Ann", "Hannah"]);
  });

  it("for @ has those first who wrote last", () => {
    const crowd = Array.from({ length: 30 }, (_, n) => member(String(100 + n)));
    const talk = [created(2, { author: user("120") }), created(3, { author: user("110") })];
    const state = arrived(house({ members: [member(ME), ...crowd] }), ...loaded(1, 1), ...talk);
    const found = mentionCandidates(state, CHANNEL, "user1");
    expect(found).toHaveLength(limits.suggestions);
    expect(found.slice(0, 2).map(({ id }) => id)).toEqual(["110", "120"]);
  });

  it("for @ are roles that may be mentioned, and everyone for who may do that", () => {
    const names = (state: ReturnType<typeof arrived>) =>
      mentionCandidates(state, CHANNEL, "").flatMap(({ kind, name }) => (kind === "user" ? [] : [name]));
    expect(names(arrived(at))).toEqual(["blue"]);
    const owner = house({ owner_id: ME, members: [member(ME)] });
    expect(names(arrived(owner))).toEqual(["Staff", "blue", "everyone", "here"]);
  });

  it("for # are text channels of the guild", () => {
    expect(channelCandidates(arrived(at), CHANNEL, "201").map(({ id }) => id)).toEqual(["201"]);
    expect(channelCandidates(arrived(at), CHANNEL, "channel")).toHaveLength(2);
  });
});

describe("the person", () => {
  it("may what their roles and the channel's overwrites say", () => {
    const mute = { id: GUILD, type: 0 as const, allow: "0", deny: String(1n << 11n) };
    const state = arrived(house({ channels: [channel(CHANNEL, { permission_overwrites: [mute] })] }));
    expect([can(state, CHANNEL, "SEND_MESSAGES"), can(state, GUILD, "SEND_MESSAGES")]).toEqual([false, true]);
    expect(can(state, "77", "VIEW_CHANNEL")).toBe(false);
  });

  it("is not mentioned by what they write themselves", () => {
    const all = { mention_everyone: true };
    const state = arrived(...loaded(1, 1), created(2, all), created(3, { ...all, author: user(ME) }));
    const messages = [2, 3].map((n) => messageById(state, CHANNEL, message(n).id));
    expect(messages.map((one) => one && mentions(one, ME, ownRoleIds(state, CHANNEL)))).toEqual([
      true,
      false,
    ]);
  });

  it("reads by seeing the last row only what is shown: not what was missed and is to be caught up", () => {
    const shown = arrived(...loaded(1, 1));
    expect(seenEnd(shown, CHANNEL)).toBe(message(1).id);
    const last = channel(CHANNEL, { last_message_id: message(9).id });
    const missed = reduceAll(shown, [{ kind: "guild-create", guild: guild({ channels: [last] }) }]);
    expect(seenEnd(missed, CHANNEL)).toBeNull();
  });

  it("edits their newest message that is acked", () => {
    const own = { author: user(ME) };
    const state = arrived(
      ...loaded(1, 1),
      created(2, own),
      { kind: "outgoing-put", outgoing: outgoing("n1") },
      created(3, { ...own, nonce: "n1" }),
      created(4),
    );
    expect(lastOwnMessage(state, CHANNEL)?.id).toBe(message(2).id);
    expect(lastOwnMessage(arrived(...loaded(1, 1)), CHANNEL)).toBeNull();
  });

  it("knows that a message is gone only where it would be held", () => {
    const past = arrived(begun("around"), page("around", [message(4), message(6)]));
    expect([3, 4, 5, 7].map((n) => isKnownGone(past, CHANNEL, message(n).id))).toEqual([
      false,
      false,
      true,
      false,
    ]);
    const present = arrived(...loaded(1, 2));
    expect(isKnownGone(present, CHANNEL, message(3).id)).toBe(true);
    expect(isKnownGone(arrived(), CHANNEL, message(3).id)).toBe(false);
  });
});
