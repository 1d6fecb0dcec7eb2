/** From what the wire says to what the state keeps. */

import type { Snowflake } from "../../net/snowflake.ts";
import type {
  WireChannel,
  WireGuild,
  WireMember,
  WireMessage,
  WirePartialMember,
  WireRole,
  WireUser,
} from "../../net/wire.ts";
import { CATEGORY, DEFAULT_MESSAGE, MEMBER_JOINED, REPLY, TEXT_CHANNEL } from "../../net/wire.ts";
import type { ById, Channel, Guild, Member, Message, Reaction, ReplyTarget, Role, User } from "../model.ts";
import type { Mentions } from "./mentions.ts";

export function toUser(user: WireUser): User {
  return { id: user.id, name: user.username, globalName: user.global_name, bot: user.bot };
}

export function toMember(member: WireMember): Member {
  return toMemberOf(member.user.id, member);
}

export function toMemberOf(userId: Snowflake, member: WirePartialMember): Member {
  return { userId, nick: member.nick, roleIds: member.roles, joinedAtMs: Date.parse(member.joined_at) };
}

export function toRole(role: WireRole): Role {
  const { id, name, position, color, hoist, mentionable } = role;
  return { id, name, permissions: BigInt(role.permissions), position, color, hoist, mentionable };
}

/** What GUILD_CREATE and GUILD_UPDATE both tell. */
export function toGuildSettings(guild: WireGuild): Pick<Guild, "id" | "name" | "ownerId" | "roles"> {
  const roles: ById<Role> = Object.fromEntries(guild.roles.map((role) => [role.id, toRole(role)]));
  return { id: guild.id, name: guild.name, ownerId: guild.owner_id, roles };
}

/** Returns null for a kind of channel that this client does not show. */
export function toChannel(channel: WireChannel): Channel | null {
  if (channel.type !== TEXT_CHANNEL && channel.type !== CATEGORY) return null;
  return {
    id: channel.id,
    guildId: channel.guild_id,
    kind: channel.type === CATEGORY ? "category" : "text",
    name: channel.name,
    topic: channel.topic,
    position: channel.position,
    parentId: channel.parent_id,
    lastMessageId: channel.last_message_id,
    overwrites: channel.permission_overwrites.map((overwrite) => ({
      id: overwrite.id,
      target: overwrite.type === 0 ? "role" : "member",
      allow: BigInt(overwrite.allow),
      deny: BigInt(overwrite.deny),
    })),
  };
}

/** `nonce`: that of the own message that this tab sent. */
export function toMessage(message: WireMessage, nonce: string | null): Message {
  return {
    id: message.id,
    channelId: message.channel_id,
    kind: toMessageKind(message.type),
    ...toMentions(message),
    content: message.content,
    editedAtMs: message.edited_timestamp === null ? null : Date.parse(message.edited_timestamp),
    embeds: message.embeds,
    reactions: toReactions(message),
    nonce,
    replyTo: toReplyTarget(message),
  };
}

export function toMentions({ author, mentions, mention_roles, mention_everyone }: WireMessage): Mentions {
  return {
    authorId: author.id,
    mentionIds: mentions.map(({ id }) => id),
    mentionRoleIds: mention_roles,
    mentionsEveryone: mention_everyone,
  };
}

function toMessageKind(type: number): Message["kind"] {
  switch (type) {
    case DEFAULT_MESSAGE:
      return "plain";
    case REPLY:
      return "reply";
    case MEMBER_JOINED:
      return "joined";
    default:
      return "other";
  }
}

function toReactions(message: WireMessage): readonly Reaction[] {
  const reactions = message.reactions ?? [];
  return reactions.map(({ emoji, count, me }) => ({ emoji: emoji.name, count, me }));
}

function toReplyTarget(message: WireMessage): ReplyTarget | null {
  const messageId = message.message_reference?.message_id;
  if (message.type !== REPLY || messageId === undefined) return null;
  const target = message.referenced_message ?? null;
  return { messageId, authorId: target?.author.id ?? null, content: target?.content ?? null };
}
