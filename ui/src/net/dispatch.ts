/** What the gateway tells (Discord docs, Receive Events), checked and camel-cased in name only. */

import type { Snowflake } from "./snowflake.ts";
import type {
  WireChannel,
  WireGuild,
  WireGuildCreate,
  WireMember,
  WireMessage,
  WirePresence,
  WireReady,
  WireRole,
  WireUser,
} from "./wire.ts";

export type Dispatch =
  | { readonly kind: "ready"; readonly ready: WireReady }
  | { readonly kind: "resumed" }
  | { readonly kind: "user-update"; readonly user: WireUser }
  | { readonly kind: "guild-create"; readonly guild: WireGuildCreate }
  | { readonly kind: "guild-update"; readonly guild: WireGuild }
  | { readonly kind: "guild-delete"; readonly guildId: Snowflake; readonly unavailable: boolean }
  | { readonly kind: "role-put"; readonly guildId: Snowflake; readonly role: WireRole }
  | { readonly kind: "role-delete"; readonly guildId: Snowflake; readonly roleId: Snowflake }
  /** Created or changed: it may also have become visible. */
  | { readonly kind: "channel-put"; readonly channel: WireChannel; readonly created: boolean }
  | { readonly kind: "channel-delete"; readonly channelId: Snowflake; readonly guildId: Snowflake }
  | { readonly kind: "member-add"; readonly guildId: Snowflake; readonly member: WireMember }
  | { readonly kind: "member-update"; readonly guildId: Snowflake; readonly member: WireMember }
  | { readonly kind: "member-remove"; readonly guildId: Snowflake; readonly userId: Snowflake }
  | {
      readonly kind: "members-chunk";
      readonly guildId: Snowflake;
      readonly members: readonly WireMember[];
      readonly presences: readonly WirePresence[];
      readonly nonce: string | null;
      readonly last: boolean;
    }
  | { readonly kind: "presence"; readonly guildId: Snowflake; readonly presence: WirePresence }
  | {
      readonly kind: "typing";
      readonly channelId: Snowflake;
      readonly guildId: Snowflake | null;
      readonly userId: Snowflake;
      readonly member: WireMember | null;
      readonly atMs: number;
    }
  | { readonly kind: "message-create"; readonly message: WireMessage }
  | { readonly kind: "message-update"; readonly message: WireMessage }
  | {
      readonly kind: "message-delete";
      readonly channelId: Snowflake;
      readonly messageIds: readonly Snowflake[];
    }
  | {
      readonly kind: "reaction-add" | "reaction-remove";
      readonly channelId: Snowflake;
      readonly messageId: Snowflake;
      readonly userId: Snowflake;
      readonly emoji: string;
    }
  /** All of a message, or all of one emoji. */
  | {
      readonly kind: "reactions-clear";
      readonly channelId: Snowflake;
      readonly messageId: Snowflake;
      readonly emoji: string | null;
    }
  | {
      readonly kind: "ack";
      readonly channelId: Snowflake;
      readonly messageId: Snowflake;
      readonly mentionIds: readonly Snowflake[];
      /** When the mark was set, in ms since the first id: an older one is no news. Absent: the server does not say. */
      readonly version?: number;
    };
