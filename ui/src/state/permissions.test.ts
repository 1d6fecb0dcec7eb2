import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Channel, Guild, Overwrite, Role } from "./model.ts";
import {
  ALL_PERMISSIONS,
  channelPermissions,
  guildPermissions,
  includes,
  NO_PERMISSIONS,
  permissionSet,
} from "./permissions.ts";

const GUILD = "1";
const OWNER = "9";
const USER = "10";
const OTHER = "11";
/** Bits that mean something to the algorithm, and some that do not. */
const BITS = [3, 10, 11, 12, 13, 14, 15, 17, 28, 40, 52].map(BigInt);

function role(id: string, permissions: bigint): Role {
  return { id, name: "", permissions, position: 1, color: 0, hoist: false, mentionable: false };
}

function guild(roles: readonly (readonly [string, bigint])[]): Guild {
  return {
    id: GUILD,
    name: "",
    ownerId: OWNER,
    memberCount: 0,
    large: false,
    joinedAtMs: 0,
    roles: Object.fromEntries(roles.map(([id, permissions]) => [id, role(id, permissions)])),
    unavailable: false,
    live: true,
  };
}

function channel(overwrites: readonly Overwrite[]): Channel {
  return {
    id: "2",
    guildId: GUILD,
    kind: "text",
    name: "",
    topic: null,
    position: 0,
    parentId: null,
    lastMessageId: null,
    overwrites,
  };
}

/** May the user do what this bit stands for? Straight from the documented rules: the most special word counts. */
function naiveBit(
  of: Guild,
  userId: string,
  roleIds: readonly string[],
  { overwrites }: Channel,
  bit: bigint,
): boolean {
  const has = (permissions: bigint) => ((permissions >> bit) & 1n) === 1n;
  let may = [...roleIds, GUILD].some((id) => has(of.roles[id]?.permissions ?? 0n));
  const word = (target: Overwrite["target"], id: string): "allow" | "deny" | "nothing" => {
    const said = overwrites.filter((one) => one.target === target && one.id === id);
    if (said.some(({ allow }) => has(allow))) return "allow";
    return said.some(({ deny }) => has(deny)) ? "deny" : "nothing";
  };
  const ofRoles = roleIds.filter((id) => id !== GUILD).map((id) => word("role", id));
  const ofAllRoles = (["allow", "deny"] as const).find((said) => ofRoles.includes(said)) ?? "nothing";
  for (const said of [word("role", GUILD), ofAllRoles, word("member", userId)]) {
    if (said !== "nothing") may = said === "allow";
  }
  return may;
}

function naive(of: Guild, userId: string, roleIds: readonly string[], at: Channel): bigint {
  const administers = [...roleIds, GUILD].some(
    (id) => (((of.roles[id]?.permissions ?? 0n) >> 3n) & 1n) === 1n,
  );
  if (userId === OWNER || administers) return ALL_PERMISSIONS;
  const may = (bit: bigint) => naiveBit(of, userId, roleIds, at, bit);
  let result = 0n;
  for (let bit = 0n; bit < 64n; bit += 1n) {
    const needsSending = [12n, 14n, 15n, 17n].includes(bit);
    if (may(bit) && may(10n) && (may(11n) || !needsSending)) result |= 1n << bit;
  }
  return result;
}

const permissions = fc.subarray(BITS).map((bits) => bits.reduce((all, bit) => all | (1n << bit), 0n));
/** Everyone's role and roles 21 to 24; 25 does not exist. Administrators are rare, so that the rest is tried. */
const guilds = fc
  .tuple(fc.array(permissions, { minLength: 5, maxLength: 5 }), fc.nat(9))
  .map(([sets, chance]) =>
    guild(
      sets.map(
        (set, at) => [at === 0 ? GUILD : String(20 + at), chance === 0 ? set : set & ~(1n << 3n)] as const,
      ),
    ),
  );
const targets = [
  ...["1", "21", "22", "23", "24", "25"].map((id) => ({ target: "role" as const, id })),
  ...[USER, OTHER, OWNER].map((id) => ({ target: "member" as const, id })),
];
const channels = fc
  .tuple(
    fc.shuffledSubarray(targets),
    fc.array(fc.tuple(permissions, permissions), { minLength: 9, maxLength: 9 }),
  )
  .map(([chosen, sets]) =>
    channel(chosen.map((one, at) => ({ ...one, allow: sets[at]?.[0] ?? 0n, deny: sets[at]?.[1] ?? 0n }))),
  );
const heldRoles = fc.subarray(["21", "22", "23", "24", "25"]);

describe("permissions", () => {
  it("equal the naive model", () => {
    fc.assert(
      fc.property(guilds, channels, heldRoles, fc.nat(9), (of, at, roles, owner) => {
        const userId = owner === 0 ? OWNER : USER;
        expect(channelPermissions(of, userId, roles, at)).toBe(naive(of, userId, roles, at));
      }),
      { numRuns: 1000 },
    );
  });

  it("do not depend on the order of overwrites", () => {
    fc.assert(
      fc.property(guilds, channels, heldRoles, (of, at, roles) => {
        const reversed = { ...at, overwrites: [...at.overwrites].reverse() };
        expect(channelPermissions(of, USER, roles, at)).toBe(channelPermissions(of, USER, roles, reversed));
      }),
    );
  });

  it("without overwrites are what the roles give to a viewer who may send", () => {
    fc.assert(
      fc.property(guilds, heldRoles, (of, roles) => {
        const base = guildPermissions(of, USER, roles);
        const inChannel = channelPermissions(of, USER, roles, channel([]));
        expect(inChannel & ~base).toBe(0n);
        if (includes(base, "VIEW_CHANNEL") && includes(base, "SEND_MESSAGES")) expect(inChannel).toBe(base);
      }),
    );
  });

  const talk = permissionSet(["VIEW_CHANNEL", "SEND_MESSAGES"]);
  const send = permissionSet(["SEND_MESSAGES"]);
  const word = (target: "role" | "member", id: string, allows: boolean): Overwrite => {
    return { target, id, allow: allows ? send : 0n, deny: allows ? 0n : send };
  };
  const mayWith = (...overwrites: Overwrite[]) =>
    includes(
      channelPermissions(
        guild([
          [GUILD, talk],
          ["21", 0n],
          ["22", 0n],
        ]),
        USER,
        ["21", "22"],
        channel(overwrites),
      ),
      "SEND_MESSAGES",
    );

  it.each<[string, boolean, Overwrite[]]>([
    ["nobody says anything", true, []],
    ["everyone is denied", false, [word("role", GUILD, false)]],
    [
      "a role is allowed what everyone is denied",
      true,
      [word("role", "21", true), word("role", GUILD, false)],
    ],
    ["one role is denied", false, [word("role", "21", false)]],
    ["one role is denied and another allowed", true, [word("role", "21", false), word("role", "22", true)]],
    ["a role that is not held is denied", true, [word("role", "23", false)]],
    [
      "the member is denied what a role is allowed",
      false,
      [word("member", USER, false), word("role", "21", true), word("role", GUILD, false)],
    ],
    [
      "the member is allowed what a role is denied",
      true,
      [word("member", USER, true), word("role", "21", false)],
    ],
    ["another member is denied", true, [word("member", OTHER, false)]],
  ])("where %s let the member send: %s", (_, may, overwrites) => {
    expect(mayWith(...overwrites)).toBe(may);
  });

  it("of owner and administrator are bound by no overwrite", () => {
    const of = guild([
      [GUILD, NO_PERMISSIONS],
      ["21", permissionSet(["ADMINISTRATOR"])],
    ]);
    const own = (id: string): Overwrite => ({ target: "member", id, allow: 0n, deny: ALL_PERMISSIONS });
    const at = channel([own(OWNER), own(USER)]);
    expect(channelPermissions(of, OWNER, [], at)).toBe(ALL_PERMISSIONS);
    expect(channelPermissions(of, USER, ["21"], at)).toBe(ALL_PERMISSIONS);
    expect(guildPermissions(of, OWNER, [])).toBe(ALL_PERMISSIONS);
    expect(channelPermissions(of, OTHER, [], at)).toBe(NO_PERMISSIONS);
  });

  it("are worth nothing without viewing, and mentioning everyone nothing without sending", () => {
    const at = channel([]);
    const blind = guild([[GUILD, permissionSet(["SEND_MESSAGES", "ADD_REACTIONS"])]]);
    expect(channelPermissions(blind, USER, [], at)).toBe(NO_PERMISSIONS);
    const mute = guild([[GUILD, permissionSet(["VIEW_CHANNEL", "MENTION_EVERYONE", "ADD_REACTIONS"])]]);
    expect(channelPermissions(mute, USER, [], at)).toBe(permissionSet(["VIEW_CHANNEL", "ADD_REACTIONS"]));
  });
});
