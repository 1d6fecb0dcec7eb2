/** Checks of what events and history are made of (`wire.ts`). What is needed before anybody has logged in is in `account.ts`. */

import type {
  WireChannel,
  WireEmbed,
  WireEmoji,
  WireGuild,
  WireGuildCreate,
  WireMember,
  WireMessage,
  WireOverwrite,
  WirePartialMember,
  WirePresence,
  WireReaction,
  WireReadState,
  WireReady,
  WireRole,
  WireUnreadMention,
} from "../wire.ts";
import { user } from "./account.ts";
import {
  type Check,
  digits,
  flag,
  lenient,
  list,
  maybe,
  nullable,
  number,
  object,
  oneOf,
  or,
  text,
  time,
} from "./check.ts";

const memberParts = { nick: nullable(text), roles: list(digits), joined_at: time };
const partialMember = object<WirePartialMember>(memberParts);
export const member = object<WireMember>({ ...memberParts, user });

export const role = object<WireRole>({
  id: digits,
  name: text,
  permissions: digits,
  position: number,
  color: number,
  hoist: flag,
  mentionable: flag,
});

const overwrite = object<WireOverwrite>({ id: digits, type: oneOf(0, 1), allow: digits, deny: digits });

export const channel = object<WireChannel>({
  id: digits,
  type: number,
  guild_id: digits,
  name: text,
  position: number,
  parent_id: nullable(digits),
  topic: nullable(text),
  last_message_id: nullable(digits),
  permission_overwrites: list(overwrite),
});

const onlyId = object<{ id: string }>({ id: digits });
export const presence = object<WirePresence>({
  user: onlyId,
  status: oneOf("online", "idle", "dnd", "offline"),
});

const guildParts = {
  id: digits,
  name: text,
  owner_id: digits,
  roles: list(role),
};
export const guild = object<WireGuild>(guildParts);

export const guildCreate = object<WireGuildCreate>({
  ...guildParts,
  joined_at: time,
  member_count: number,
  large: flag,
  channels: list(channel),
  members: list(member),
  presences: list(presence),
  unread_mentions: or(list(object<WireUnreadMention>({ channel_id: digits, id: digits })), []),
});

const emoji = object<WireEmoji>({ id: nullable(digits), name: text });
/** An event's emoji; those of people have no id, and their name is the emoji itself. */
export const emojiName: Check<string> = (value, path) => emoji(value, path).name;
const reaction = object<WireReaction>({ emoji, count: number, me: flag });

const picture = object<{ url: string }>({ url: text });
const embed = object<WireEmbed>({
  title: maybe(text),
  description: maybe(text),
  url: maybe(text),
  timestamp: maybe(time),
  color: maybe(number),
  footer: maybe(object<NonNullable<WireEmbed["footer"]>>({ text, icon_url: maybe(text) })),
  image: maybe(picture),
  thumbnail: maybe(picture),
  author: maybe(
    object<NonNullable<WireEmbed["author"]>>({ name: text, url: maybe(text), icon_url: maybe(text) }),
  ),
  fields: maybe(
    list(object<NonNullable<WireEmbed["fields"]>[number]>({ name: text, value: text, inline: maybe(flag) })),
  ),
});
const embeds = or(list(lenient<WireEmbed>(embed, {})), []);

const nonce: Check<string | number> = (value, path) =>
  typeof value === "number" ? number(value, path) : text(value, path);

const messageParts = {
  id: digits,
  channel_id: digits,
  guild_id: maybe(digits),
  type: number,
  author: user,
  member: maybe(partialMember),
  content: text,
  timestamp: time,
  edited_timestamp: nullable(time),
  mentions: list(user),
  mention_roles: list(digits),
  mention_everyone: flag,
  embeds,
  reactions: maybe(list(reaction)),
  nonce: maybe(nonce),
  message_reference: maybe(
    object<NonNullable<WireMessage["message_reference"]>>({
      message_id: maybe(digits),
      channel_id: maybe(digits),
    }),
  ),
};
type Message = Omit<WireMessage, "referenced_message">;
const bareMessage = object<Message>(messageParts);

/** What is answered is itself without what it answers; null says that it is gone, and is kept apart from absence. */
export const message: Check<WireMessage> = (value, path) => {
  const read: WireMessage = bareMessage(value, path);
  const answered = (value as { referenced_message?: unknown }).referenced_message;
  if (answered === undefined) return read;
  const at = `${path}.referenced_message`;
  return { ...read, referenced_message: answered === null ? null : bareMessage(answered, at) };
};

const readState = object<WireReadState>({
  id: digits,
  last_message_id: or(digits, "0"),
  mention_count: or(number, 0),
});
/** A server that keeps no read states says nothing of them. */
const readStates = or(list(readState), []);

export const ready = object<WireReady>({
  user,
  session_id: text,
  guilds: list((value, path) => ({ ...onlyId(value, path), unavailable: true as const })),
  read_state: readStates,
});
