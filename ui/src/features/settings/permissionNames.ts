/** The permissions that Belfry acts by, the most far-reaching first (Discord docs, Permissions). */
const BITS = [
  ["ADMINISTRATOR", 3],
  ["MANAGE_GUILD", 5],
  ["MANAGE_ROLES", 28],
  ["MANAGE_CHANNELS", 4],
  ["BAN_MEMBERS", 2],
  ["KICK_MEMBERS", 1],
  ["MANAGE_MESSAGES", 13],
  ["MENTION_EVERYONE", 17],
  ["MANAGE_NICKNAMES", 27],
  ["CREATE_INSTANT_INVITE", 0],
  ["VIEW_CHANNEL", 10],
  ["READ_MESSAGE_HISTORY", 16],
  ["SEND_MESSAGES", 11],
  ["EMBED_LINKS", 14],
  ["ADD_REACTIONS", 6],
  ["CHANGE_NICKNAME", 26],
] as const;

export type PermissionName = (typeof BITS)[number][0];

const bitOf = new Map<PermissionName, bigint>(BITS.map(([name, bit]) => [name, 1n << BigInt(bit)]));

/** Returns the set of `names`. */
export function permissionsOf(names: readonly PermissionName[]): bigint {
  return names.reduce((all, name) => all | (bitOf.get(name) ?? 0n), 0n);
}

export interface Asked {
  readonly names: readonly PermissionName[];
  /** How many bits have no name here. */
  readonly others: number;
}

/** Returns what `permissions` lets a bot do; beside everything nothing else needs saying. */
export function asked(permissions: bigint): Asked {
  if ((permissions & RIGHTS.all) !== 0n) return { names: ["ADMINISTRATOR"], others: 0 };
  const names = BITS.map(([name]) => name).filter((name) => (permissions & (bitOf.get(name) ?? 0n)) !== 0n);
  const rest = permissions & ~permissionsOf(names);
  return { names, others: [...rest.toString(2)].filter((digit) => digit === "1").length };
}

const SIXTY_FOUR_BITS = (1n << 64n) - 1n;

/** Returns the number in an install link; what is none asks for nothing. */
export function readPermissions(text: string | null): bigint {
  return text && /^\d{1,20}$/.test(text) ? BigInt(text) & SIXTY_FOUR_BITS : 0n;
}

export type Rights = "talk" | "moderate" | "all";

const TALK: readonly PermissionName[] = [
  "VIEW_CHANNEL",
  "READ_MESSAGE_HISTORY",
  "SEND_MESSAGES",
  "EMBED_LINKS",
  "ADD_REACTIONS",
];

/** What a person can choose for a bot without knowing the bits. */
export const RIGHTS: Readonly<Record<Rights, bigint>> = {
  talk: permissionsOf(TALK),
  moderate: permissionsOf([...TALK, "MANAGE_MESSAGES", "KICK_MEMBERS", "BAN_MEMBERS"]),
  all: permissionsOf(["ADMINISTRATOR"]),
};
