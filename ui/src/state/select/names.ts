import type { Snowflake } from "../../net/snowflake.ts";
import type { Guild, Member, Role, State, User } from "../model.ts";

/** Returns what a user is called in a guild: nickname, display name, or user name; the id where nothing is known. */
export function displayName(state: State, guildId: Snowflake | null, userId: Snowflake): string {
  const member = guildId === null ? undefined : state.members[guildId]?.[userId];
  return nameOf(member, state.users[userId]) ?? userId;
}

export function nameOf(member: Member | undefined, user: User | undefined): string | undefined {
  return member?.nick ?? user?.globalName ?? user?.name;
}

/** Returns the colour of a user's name in a guild, 0xRRGGBB; null where no role has one. */
export function nameColor(state: State, guildId: Snowflake, userId: Snowflake): number | null {
  const guild = state.guilds[guildId];
  const member = state.members[guildId]?.[userId];
  return guild && member ? (highestRole(guild, member, ({ color }) => color !== 0)?.color ?? null) : null;
}

/** Returns the highest role of a member that fits. */
export function highestRole(guild: Guild, member: Member, fits: (role: Role) => boolean): Role | undefined {
  let highest: Role | undefined;
  for (const id of member.roleIds) {
    const role = guild.roles[id];
    if (role && fits(role) && (highest === undefined || role.position > highest.position)) highest = role;
  }
  return highest;
}
