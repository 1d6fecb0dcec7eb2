import type { Snowflake } from "../../net/snowflake.ts";
import type { WireStatus } from "../../net/wire.ts";
import type { ById, Guild, Member, Presence, Role, State, User } from "../model.ts";
import { memoised, sameList } from "./memo.ts";
import { highestRole, nameOf } from "./names.ts";

/** A row of the member list. */
export interface MemberEntry {
  readonly userId: Snowflake;
  readonly name: string;
  readonly bot: boolean;
  readonly owner: boolean;
  readonly status: WireStatus;
  /** 0xRRGGBB; null: none. */
  readonly color: number | null;
}

export interface MemberGroup {
  /** A role's id, or what the group has in common. */
  readonly key: Snowflake | "online" | "offline";
  /** The role's name; null where `key` says it. */
  readonly name: string | null;
  readonly members: readonly MemberEntry[];
}

type Inputs = readonly [Guild, ById<Member>, ById<Presence>, ById<User>];

const NOBODY: readonly MemberGroup[] = [];

/** Returns the members known: those who are here by their highest hoisted role, the others who are here, those who are not; each by name. */
export function memberGroups(state: State, guildId: Snowflake): readonly MemberGroup[] {
  const guild = state.guilds[guildId];
  if (guild === undefined) return NOBODY;
  return groups(guildId, [guild, state.members[guildId] ?? {}, state.presences[guildId] ?? {}, state.users]);
}

const groups = memoised((inputs: Inputs, former: readonly MemberGroup[] | undefined) => {
  const [guild, members, presences, users] = inputs;
  const lists = new Map<string, MemberEntry[]>();
  for (const member of Object.values(members)) {
    const status = presences[member.userId]?.status ?? "offline";
    const entry = entryOf(guild, member, users[member.userId], status);
    const key = groupOf(guild, member, status);
    const list = lists.get(key);
    if (list) list.push(entry);
    else lists.set(key, [entry]);
  }
  const keys = [...hoisted(guild), "online", "offline"].filter((key) => lists.has(key));
  return sameList(
    former,
    keys.map((key) => groupAs(former, key, guild.roles[key]?.name ?? null, sorted(lists.get(key) ?? []))),
  );
});

function groupOf(guild: Guild, member: Member, status: WireStatus): string {
  if (status === "offline") return "offline";
  return highestRole(guild, member, ({ hoist }) => hoist)?.id ?? "online";
}

function hoisted(guild: Guild): readonly Snowflake[] {
  const roles: Role[] = Object.values(guild.roles).filter(({ id, hoist }) => hoist && id !== guild.id);
  return roles.sort((a, b) => b.position - a.position).map(({ id }) => id);
}

function groupAs(
  former: readonly MemberGroup[] | undefined,
  key: string,
  name: string | null,
  members: readonly MemberEntry[],
): MemberGroup {
  const known = former?.find((group) => group.key === key && group.name === name);
  return known && sameList(known.members, members) === known.members ? known : { key, name, members };
}

/** What was said last of a member: the same again is the same object. */
const entries = new WeakMap<Member, MemberEntry>();

function entryOf(guild: Guild, member: Member, user: User | undefined, status: WireStatus): MemberEntry {
  const name = nameOf(member, user) ?? member.userId;
  const color = highestRole(guild, member, (role) => role.color !== 0)?.color ?? null;
  const bot = user?.bot ?? false;
  const owner = guild.ownerId === member.userId;
  const known = entries.get(member);
  if (known && known.name === name && known.color === color && known.bot === bot)
    if (known.owner === owner && known.status === status) return known;
  const entry = { userId: member.userId, name, bot, owner, status, color };
  entries.set(member, entry);
  return entry;
}

const collator = new Intl.Collator("en", { sensitivity: "base", numeric: true });

function sorted(list: MemberEntry[]): readonly MemberEntry[] {
  return list.sort((a, b) => collator.compare(a.name, b.name) || (a.userId < b.userId ? -1 : 1));
}
