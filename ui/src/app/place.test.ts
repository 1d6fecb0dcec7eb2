import { expect, test } from "vitest";
import { initialState } from "../state/initial.ts";
import type { State } from "../state/model.ts";
import { reduceAll } from "../state/reduce.ts";
import { arrived, CHANNEL, channel, GUILD, guild, readyOf } from "../state/testing/builders.ts";
import { mayBeId, placeOf, type Remembered } from "./place.ts";

const OTHER = "300";
const nothing: Remembered = { lastGuild: () => null, lastChannel: () => null };
const at = (state: State, guildId: string | null, channelId: string | null = null, remembered = nothing) =>
  placeOf(state, { guildId, channelId }, remembered);

const two = arrived({
  kind: "guild-create",
  guild: guild({ channels: [channel(CHANNEL), channel(OTHER, { position: 1 })] }),
});

test("a channel that is there is shown", () => {
  expect(at(two, GUILD, OTHER)).toEqual({ kind: "channel", guildId: GUILD, channelId: OTHER });
});

test("a server alone leads to the channel where the person was last, or to the first one", () => {
  expect(at(two, GUILD)).toEqual({ kind: "go", guildId: GUILD, channelId: CHANNEL });
  const remembered = { ...nothing, lastChannel: () => OTHER };
  expect(at(two, GUILD, null, remembered)).toEqual({ kind: "go", guildId: GUILD, channelId: OTHER });
  const gone = { ...nothing, lastChannel: () => "999" };
  expect(at(two, GUILD, null, gone)).toEqual({ kind: "go", guildId: GUILD, channelId: CHANNEL });
});

test("no address leads to the server where the person was last, or to the first one", () => {
  expect(at(two, null)).toEqual({ kind: "go", guildId: GUILD, channelId: null });
  const remembered = { ...nothing, lastGuild: () => GUILD };
  expect(at(two, null, null, remembered)).toEqual({ kind: "go", guildId: GUILD, channelId: null });
});

test("while servers are on their way nothing is said to be missing", () => {
  const onTheWay = reduceAll(initialState, [{ kind: "ready", ready: readyOf([GUILD]) }]);
  expect(at(onTheWay, null)).toEqual({ kind: "waiting" });
  expect(at(onTheWay, GUILD, CHANNEL)).toEqual({ kind: "waiting" });
  expect(at(onTheWay, "999", CHANNEL)).toEqual({ kind: "guild-gone" });
});

test("who is in no server sees how to begin", () => {
  const alone = reduceAll(initialState, [{ kind: "ready", ready: readyOf([]) }]);
  expect(at(alone, null)).toEqual({ kind: "first-run" });
});

test("a channel that is gone names another one", () => {
  expect(at(two, GUILD, "999")).toEqual({ kind: "channel-gone", guildId: GUILD, other: CHANNEL });
});

test("a server without channels that one may see says so", () => {
  const empty = arrived({ kind: "guild-create", guild: guild({ channels: [] }) });
  expect(at(empty, GUILD)).toEqual({ kind: "no-channel", guildId: GUILD });
});

test("before READY nothing is known", () => {
  expect(at({ ...initialState, self: { kind: "arriving" } }, GUILD)).toEqual({ kind: "waiting" });
});

test("an address names things by ids, and by nothing else", () => {
  expect([null, "1", "1163112412341234123"].every(mayBeId)).toBe(true);
  for (const text of ["", "constructor", "__proto__", "1a", "-1", "123456789012345678901"])
    expect(mayBeId(text)).toBe(false);
});
