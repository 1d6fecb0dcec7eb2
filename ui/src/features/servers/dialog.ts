import type { Snowflake } from "../../net/snowflake.ts";

/** A dialog about servers that can be open. */
export type ServerDialog =
  | { readonly kind: "add"; readonly tab: "create" | "join" }
  | { readonly kind: "rename"; readonly guildId: Snowflake }
  | { readonly kind: "delete"; readonly guildId: Snowflake }
  | { readonly kind: "leave"; readonly guildId: Snowflake };

/** What a server's menus lead to outside of them. */
export interface ServerDoors {
  readonly onDialog: (dialog: ServerDialog) => void;
  readonly onInvite: (guildId: Snowflake) => void;
  readonly onCreateChannel: (guildId: Snowflake, what: "text" | "category") => void;
}
