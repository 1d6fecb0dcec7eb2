import type { Snowflake } from "../../net/snowflake.ts";

/** A dialog about channels that can be open. */
export type ChannelDialog =
  | {
      readonly kind: "create";
      readonly guildId: Snowflake;
      readonly what: "text" | "category";
      readonly parentId: Snowflake | null;
    }
  | { readonly kind: "edit"; readonly channelId: Snowflake }
  | { readonly kind: "delete"; readonly channelId: Snowflake }
  | { readonly kind: "invite"; readonly channelId: Snowflake };
