/** Discord's permission algorithm (Discord docs, Permissions), as the server computes it: here it decides what is offered. */

import type { Snowflake } from "../net/snowflake.ts";
import type { Channel, Guild } from "./model.ts";

/** Every bit that Discord names, by its place. */
const BITS = {
  CREATE_INSTANT_INVITE: 0,
  KICK_MEMBERS: 1,
  BAN_MEMBERS: 2,
  ADMINISTRATOR: 3,
  MANAGE_CHANNELS: 4,
  MANAGE_GUILD: 5,
  ADD_REACTIONS: 6,
  VIEW_AUDIT_LOG: 7,
  PRIORITY_SPEAKER: 8,
  STREAM: 9,
  VIEW_CHANNEL: 10,
  SEND_MESSAGES: 11,
  SEND_TTS_MESSAGES: 12,
  MANAGE_MESSAGES: 13,
  EMBED_LINKS: 14,
  ATTACH_FILES: 15,
  READ_MESSAGE_HISTORY: 16,
  MENTION_EVERYONE: 17,
  USE_EXTERNAL_EMOJIS: 18,
  VIEW_GUILD_INSIGHTS: 19,
  CONNECT: 20,
  SPEAK: 21,
  MUTE_MEMBERS: 22,
  DEAFEN_MEMBERS: 23,
  MOVE_MEMBERS: 24,
  USE_VAD: 25,
  CHANGE_NICKNAME: 26,
  MANAGE_NICKNAMES: 27,
  MANAGE_ROLES: 28,
  MANAGE_WEBHOOKS: 29,
  MANAGE_GUILD_EXPRESSIONS: 30,
  USE_APPLICATION_COMMANDS: 31,
  REQUEST_TO_SPEAK: 32,
  MANAGE_EVENTS: 33,
  MANAGE_THREADS: 34,
  CREATE_PUBLIC_THREADS: 35,
  CREATE_PRIVATE_THREADS: 36,
  USE_EXTERNAL_STICKERS: 37,
  SEND_MESSAGES_IN_THREADS: 38,
  USE_EMBEDDED_ACTIVITIES: 39,
  MODERATE_MEMBERS: 40,
  VIEW_CREATOR_MONETIZATION_ANALYTICS: 41,
  USE_SOUNDBOARD: 42,
  CREATE_GUILD_EXPRESSIONS: 43,
  CREATE_EVENTS: 44,
  USE_EXTERNAL_SOUNDS: 45,
  SEND_VOICE_MESSAGES: 46,
  SEND_POLLS: 49,
  USE_EXTERNAL_APPS: 50,
  PIN_MESSAGES: 51,
  BYPASS_SLOWMODE: 52,
} as const;

export type Permission = keyof typeof BITS;

export const NO_PERMISSIONS = 0n;
export const ALL_PERMISSIONS = Object.values(BITS).reduce((all, bit) => all | (1n << BigInt(bit)), 0n);

const WORTH_NOTHING_WITHOUT_SENDING = permissionSet([
  "MENTION_EVERYONE",
  "SEND_TTS_MESSAGES",
  "ATTACH_FILES",
  "EMBED_LINKS",
]);

export function permissionSet(names: readonly Permission[]): bigint {
  return names.reduce((all, name) => all | bitOf(name), 0n);
}

export function includes(permissions: bigint, name: Permission): boolean {
  return (permissions & bitOf(name)) !== 0n;
}

function bitOf(name: Permission): bigint {
  return 1n << BigInt(BITS[name]);
}

/** What a member may do in the guild as a whole: everything as its owner or an administrator. */
export function guildPermissions(guild: Guild, userId: Snowflake, roleIds: readonly Snowflake[]): bigint {
  if (guild.ownerId === userId) return ALL_PERMISSIONS;
  const granted = [guild.id, ...roleIds].reduce((all, id) => all | (guild.roles[id]?.permissions ?? 0n), 0n);
  return includes(granted, "ADMINISTRATOR") ? ALL_PERMISSIONS : granted;
}

/**
 * What a member may do in a channel. In this order: roles, then the overwrite of `@everyone`, then those of the roles (denied
 * first, allowed after), then the member's own. Who may not view may do nothing; who may not send may not mention everyone.
 */
export function channelPermissions(
  guild: Guild,
  userId: Snowflake,
  roleIds: readonly Snowflake[],
  channel: Channel,
): bigint {
  const base = guildPermissions(guild, userId, roleIds);
  if (guild.ownerId === userId || includes(base, "ADMINISTRATOR")) return ALL_PERMISSIONS;
  return implied(overwritten(base, guild.id, userId, roleIds, channel));
}

function overwritten(
  base: bigint,
  everyoneId: Snowflake,
  userId: Snowflake,
  roleIds: readonly Snowflake[],
  channel: Channel,
): bigint {
  const everyone = { allow: 0n, deny: 0n };
  const roles = { allow: 0n, deny: 0n };
  const own = { allow: 0n, deny: 0n };
  for (const { id, target, allow, deny } of channel.overwrites) {
    let said: typeof own | null = null;
    if (target === "member") said = id === userId ? own : null;
    else if (id === everyoneId) said = everyone;
    else if (roleIds.includes(id)) said = roles;
    if (said === null) continue;
    said.allow |= allow;
    said.deny |= deny;
  }
  return [everyone, roles, own].reduce((result, { allow, deny }) => (result & ~deny) | allow, base);
}

/** Permissions that are worth nothing without another one (Discord docs, Permissions, Implicit permissions). */
function implied(granted: bigint): bigint {
  if (!includes(granted, "VIEW_CHANNEL")) return NO_PERMISSIONS;
  return includes(granted, "SEND_MESSAGES") ? granted : granted & ~WORTH_NOTHING_WITHOUT_SENDING;
}
