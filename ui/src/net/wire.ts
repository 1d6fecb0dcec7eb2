/** What Belfry says over the wire (docs/rest-api.md; Discord docs, API v10), as far as this client reads it. */

import type { Snowflake } from "./snowflake.ts";

export interface WireUser {
  id: Snowflake;
  username: string;
  global_name: string | null;
  bot: boolean;
}

/** A member without its user: as messages carry it. */
export interface WirePartialMember {
  nick: string | null;
  roles: Snowflake[];
  joined_at: string;
}

export interface WireMember extends WirePartialMember {
  user: WireUser;
}

export interface WireRole {
  id: Snowflake;
  name: string;
  /** A 64-bit number in decimal. */
  permissions: string;
  position: number;
  color: number;
  hoist: boolean;
  mentionable: boolean;
}

export interface WireOverwrite {
  id: Snowflake;
  /** 0: a role, 1: a member. */
  type: 0 | 1;
  allow: string;
  deny: string;
}

/** Discord docs, Channel Types: those that Belfry has. */
export const TEXT_CHANNEL = 0;
export const DM_CHANNEL = 1;
export const CATEGORY = 4;

export interface WireChannel {
  id: Snowflake;
  type: number;
  guild_id: Snowflake;
  name: string;
  position: number;
  parent_id: Snowflake | null;
  topic: string | null;
  last_message_id: Snowflake | null;
  permission_overwrites: WireOverwrite[];
}

export type WireStatus = "online" | "idle" | "dnd" | "offline";

export interface WirePresence {
  user: { id: Snowflake };
  status: WireStatus;
}

export interface WireGuild {
  id: Snowflake;
  name: string;
  owner_id: Snowflake;
  roles: WireRole[];
}

export interface WireUnreadMention {
  channel_id: Snowflake;
  id: Snowflake;
}

/** `d` of GUILD_CREATE. */
export interface WireGuildCreate extends WireGuild {
  joined_at: string;
  member_count: number;
  large: boolean;
  channels: WireChannel[];
  /** All of them, or those of a large guild that are here. */
  members: WireMember[];
  presences: WirePresence[];
  /** Messages after the read state that mention the person, newest first. */
  unread_mentions: WireUnreadMention[];
}

export interface WireEmoji {
  id: Snowflake | null;
  name: string;
}

export interface WireReaction {
  emoji: WireEmoji;
  count: number;
  me: boolean;
}

export interface WireEmbed {
  title?: string;
  description?: string;
  url?: string;
  timestamp?: string;
  color?: number;
  footer?: { text: string; icon_url?: string };
  image?: { url: string };
  thumbnail?: { url: string };
  author?: { name: string; url?: string; icon_url?: string };
  fields?: { name: string; value: string; inline?: boolean }[];
}

/** Discord docs, Message Types: those that Belfry sends. */
export const DEFAULT_MESSAGE = 0;
export const MEMBER_JOINED = 7;
export const REPLY = 19;

export interface WireMessage {
  id: Snowflake;
  channel_id: Snowflake;
  guild_id?: Snowflake;
  type: number;
  author: WireUser;
  member?: WirePartialMember;
  content: string;
  timestamp: string;
  edited_timestamp: string | null;
  mentions: WireUser[];
  mention_roles: Snowflake[];
  mention_everyone: boolean;
  embeds: WireEmbed[];
  reactions?: WireReaction[];
  nonce?: string | number;
  message_reference?: { message_id?: Snowflake; channel_id?: Snowflake };
  /** Null where the answered message is gone. */
  referenced_message?: WireMessage | null;
}

export interface WireReadState {
  id: Snowflake;
  last_message_id: Snowflake;
  mention_count: number;
}

/** `d` of READY. */
export interface WireReady {
  user: WireUser;
  session_id: string;
  guilds: { id: Snowflake; unavailable: true }[];
  read_state: WireReadState[];
}

export interface WireInvite {
  code: string;
  guild?: { id: Snowflake; name: string; description: string | null };
  channel: { id: Snowflake; name: string | null; type: number } | null;
  inviter?: WireUser;
  expires_at: string | null;
  approximate_member_count?: number;
  approximate_presence_count?: number;
  uses?: number;
  max_uses?: number;
  max_age?: number;
  created_at?: string;
}

/** One login of the person (`GET /auth/sessions`). */
export interface WireLogin {
  id_hash: string;
  current: boolean;
  issued_at: string;
  approx_last_used_time: string;
  client_info: { os: string | null; platform: string | null };
}

export interface WireApplication {
  id: Snowflake;
  name: string;
  bot: WireUser;
}
