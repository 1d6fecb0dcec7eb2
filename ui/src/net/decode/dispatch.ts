/** Dispatches by name: what is known becomes a `Dispatch`, what is not is nobody's business here. */

import type { Dispatch } from "../dispatch.ts";
import { DM_CHANNEL, type WireChannel } from "../wire.ts";
import { user } from "./account.ts";
import { type Check, digits, flag, list, maybe, nullable, number, object, or, text } from "./check.ts";
import { channel, emojiName, guild, guildCreate, member, message, presence, ready, role } from "./parts.ts";

/** Returns null for what this client has no use for. `nowMs`: when it came; the server's clock may differ from this one. */
type Decode = (data: unknown, nowMs: number) => Dispatch | null;

const inGuild = object<{ guild_id: string }>({ guild_id: digits });
const inChannel = object<{ channel_id: string }>({ channel_id: digits });
const onlyId = object<{ id: string }>({ id: digits });
const ofMessage = object<{ channel_id: string; message_id: string }>({
  channel_id: digits,
  message_id: digits,
});

const reactionEvent = object<{ channel_id: string; message_id: string; user_id: string; emoji: string }>({
  channel_id: digits,
  message_id: digits,
  user_id: digits,
  emoji: emojiName,
});
const reactionsGone = object<{ channel_id: string; message_id: string; emoji: string | null }>({
  channel_id: digits,
  message_id: digits,
  emoji: nullable(emojiName),
});
const chunk = object({
  guild_id: digits,
  members: list(member),
  presences: or(list(presence), []),
  nonce: nullable(text),
  chunk_index: number,
  chunk_count: number,
});
const typing = object({
  channel_id: digits,
  guild_id: nullable(digits),
  user_id: digits,
  member: nullable(member),
});
const ack = object<{ mentions: string[]; version?: number }>({
  mentions: or(list(digits), []),
  version: maybe(number),
});
const roleEvent = object({ guild_id: digits, role });
const roleGone = object({ guild_id: digits, role_id: digits });
const memberGone = object({ guild_id: digits, user });
const guildGone = object({ id: digits, unavailable: or(flag, false) });
const bulk = object({ channel_id: digits, ids: list(digits) });

/** DMs are not shown. */
function ofGuild(check: Check<WireChannel>): Check<WireChannel | null> {
  return (data, path) =>
    (data as { type?: unknown } | null)?.type === DM_CHANNEL ? null : check(data, path);
}
const guildChannel = ofGuild(channel);

function channelPut(created: boolean): Decode {
  return (data) => {
    const read = guildChannel(data, "d");
    return read && { kind: "channel-put", channel: read, created };
  };
}

function memberPut(kind: "member-add" | "member-update"): Decode {
  return (data) => ({ kind, guildId: inGuild(data, "d").guild_id, member: member(data, "d") });
}

const rolePut: Decode = (data) => {
  const read = roleEvent(data, "d");
  return { kind: "role-put", guildId: read.guild_id, role: read.role };
};

function reacted(kind: "reaction-add" | "reaction-remove"): Decode {
  return (data) => {
    const read = reactionEvent(data, "d");
    const { channel_id: channelId, message_id: messageId, user_id: userId, emoji } = read;
    return { kind, channelId, messageId, userId, emoji };
  };
}

const reactionsCleared: Decode = (data) => {
  const read = reactionsGone(data, "d");
  return {
    kind: "reactions-clear",
    channelId: read.channel_id,
    messageId: read.message_id,
    emoji: read.emoji,
  };
};

function membersChunk(data: unknown): Dispatch {
  const read = chunk(data, "d");
  return {
    kind: "members-chunk",
    guildId: read.guild_id,
    members: read.members,
    presences: read.presences,
    nonce: read.nonce,
    last: read.chunk_index + 1 >= read.chunk_count,
  };
}

const decoders: Readonly<Record<string, Decode>> = {
  READY: (data) => ({ kind: "ready", ready: ready(data, "d") }),
  RESUMED: () => ({ kind: "resumed" }),
  USER_UPDATE: (data) => ({ kind: "user-update", user: user(data, "d") }),
  GUILD_CREATE: (data) => ({ kind: "guild-create", guild: guildCreate(data, "d") }),
  GUILD_UPDATE: (data) => ({ kind: "guild-update", guild: guild(data, "d") }),
  GUILD_DELETE: (data) => {
    const { id, unavailable } = guildGone(data, "d");
    return { kind: "guild-delete", guildId: id, unavailable };
  },
  GUILD_ROLE_CREATE: rolePut,
  GUILD_ROLE_UPDATE: rolePut,
  GUILD_ROLE_DELETE: (data) => {
    const read = roleGone(data, "d");
    return { kind: "role-delete", guildId: read.guild_id, roleId: read.role_id };
  },
  CHANNEL_CREATE: channelPut(true),
  CHANNEL_UPDATE: channelPut(false),
  CHANNEL_DELETE: (data) => {
    const read = guildChannel(data, "d");
    return read && { kind: "channel-delete", channelId: read.id, guildId: read.guild_id };
  },
  GUILD_MEMBER_ADD: memberPut("member-add"),
  GUILD_MEMBER_UPDATE: memberPut("member-update"),
  GUILD_MEMBER_REMOVE: (data) => {
    const read = memberGone(data, "d");
    return { kind: "member-remove", guildId: read.guild_id, userId: read.user.id };
  },
  GUILD_MEMBERS_CHUNK: membersChunk,
  PRESENCE_UPDATE: (data) => ({
    kind: "presence",
    guildId: inGuild(data, "d").guild_id,
    presence: presence(data, "d"),
  }),
  TYPING_START: (data, nowMs) => {
    const { channel_id: channelId, guild_id: guildId, user_id: userId, member } = typing(data, "d");
    return { kind: "typing", channelId, guildId, userId, member, atMs: nowMs };
  },
  MESSAGE_CREATE: (data) => ({ kind: "message-create", message: message(data, "d") }),
  MESSAGE_UPDATE: (data) => ({ kind: "message-update", message: message(data, "d") }),
  MESSAGE_DELETE: (data) => {
    const messageIds = [onlyId(data, "d").id];
    return { kind: "message-delete", channelId: inChannel(data, "d").channel_id, messageIds };
  },
  MESSAGE_DELETE_BULK: (data) => {
    const read = bulk(data, "d");
    return { kind: "message-delete", channelId: read.channel_id, messageIds: read.ids };
  },
  MESSAGE_REACTION_ADD: reacted("reaction-add"),
  MESSAGE_REACTION_REMOVE: reacted("reaction-remove"),
  MESSAGE_REACTION_REMOVE_ALL: reactionsCleared,
  MESSAGE_REACTION_REMOVE_EMOJI: reactionsCleared,
  MESSAGE_ACK: (data) => {
    const { channel_id: channelId, message_id: messageId } = ofMessage(data, "d");
    const { mentions: mentionIds, ...version } = ack(data, "d");
    return { kind: "ack", channelId, messageId, mentionIds, ...version };
  },
};

/**
 * Returns what the dispatch `name` says, or null where this client has no use for it.
 *
 * Throws `Malformed` where it is not what `docs/rest-api.md` and Discord's documentation promise.
 */
export function decodeDispatch(name: string, data: unknown, nowMs: number): Dispatch | null {
  return Object.hasOwn(decoders, name) ? (decoders[name]?.(data, nowMs) ?? null) : null;
}
