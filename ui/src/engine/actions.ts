/** What a person can do. Views call these; they talk to the server and tell the reducer. None throws where it does not say so. */

import type { Answer, Refused } from "../net/refused.ts";
import type { Snowflake } from "../net/snowflake.ts";
import type { WireApplication, WireInvite, WireLogin, WireUser } from "../net/wire.ts";

export type { Answer, Refused };

export interface Actions {
  // Arriving
  register(form: { username: string; displayName: string; password: string }): Promise<Answer<void>>;
  logIn(form: { username: string; password: string }): Promise<Answer<void>>;
  logOut(): Promise<void>;
  logins(): Promise<Answer<readonly WireLogin[]>>;
  endLogins(idHashes: readonly string[]): Promise<Answer<void>>;
  changeDisplayName(name: string): Promise<Answer<void>>;

  // Servers
  createGuild(name: string): Promise<Answer<{ guildId: Snowflake }>>;
  renameGuild(guildId: Snowflake, name: string): Promise<Answer<void>>;
  deleteGuild(guildId: Snowflake): Promise<Answer<void>>;
  leaveGuild(guildId: Snowflake): Promise<Answer<void>>;
  invite(code: string): Promise<Answer<WireInvite>>;
  /** Joins; answers when the guild is in the state. */
  acceptInvite(code: string): Promise<Answer<{ guildId: Snowflake; channelId: Snowflake | null }>>;
  createInvite(channelId: Snowflake, form: { maxAgeS: number; maxUses: number }): Promise<Answer<WireInvite>>;

  // Channels
  createChannel(
    guildId: Snowflake,
    form: ChannelForm & { kind: "text" | "category" },
  ): Promise<Answer<{ channelId: Snowflake }>>;
  changeChannel(channelId: Snowflake, form: Partial<ChannelForm>): Promise<Answer<void>>;
  deleteChannel(channelId: Snowflake): Promise<Answer<void>>;

  // History. Each is idempotent: a second call while one runs does nothing.
  /** The person looks at the channel: loads it, or catches up what is old. */
  openChannel(channelId: Snowflake): void;
  loadOlder(channelId: Snowflake): void;
  loadNewer(channelId: Snowflake): void;
  jumpTo(channelId: Snowflake, messageId: Snowflake): Promise<Jumped>;
  /** Where a message is, or was: never `gone`. */
  jumpNear(channelId: Snowflake, messageId: Snowflake): Promise<Jumped>;
  /** Without a line, as soon as there is one. */
  jumpToPresent(channelId: Snowflake): void;
  retryLoad(channelId: Snowflake): void;
  pinned(channelId: Snowflake, pinned: boolean): void;

  // Messages
  /** Shows the message at once and sends it when there is a line. */
  send(
    channelId: Snowflake,
    draft: { content: string; replyTo: Snowflake | null; mentionAuthor: boolean },
  ): void;
  retry(channelId: Snowflake, nonce: string): void;
  discard(channelId: Snowflake, nonce: string): void;
  edit(channelId: Snowflake, messageId: Snowflake, content: string): Promise<Answer<void>>;
  deleteMessage(channelId: Snowflake, messageId: Snowflake): Promise<Answer<void>>;
  react(channelId: Snowflake, messageId: Snowflake, emoji: string, on: boolean): Promise<Answer<void>>;
  reactors(channelId: Snowflake, messageId: Snowflake, emoji: string): Promise<Answer<readonly WireUser[]>>;
  /** Says that the person types; at most once in `limits.typingEveryMs`. */
  typing(channelId: Snowflake): void;

  // Read states
  /** All up to `messageId` was read. Older than what is known: nothing happens. */
  read(channelId: Snowflake, messageId: Snowflake): void;
  markUnread(channelId: Snowflake, messageId: Snowflake): Promise<Answer<void>>;
  readGuild(guildId: Snowflake): void;

  // Members (Discord docs, Gateway, Request Guild Members)
  /** All of a guild of up to `limits.membersListed`, else the first ones. Once per guild and connection. */
  listMembers(guildId: Snowflake): void;
  /** Those whose name begins with `query`, and into the state. */
  findMembers(guildId: Snowflake, query: string): Promise<readonly Snowflake[]>;
  /** Asks for members that messages name and the state does not know. Coalesced. */
  needMembers(guildId: Snowflake, userIds: readonly Snowflake[]): void;

  // Bots
  applications(): Promise<Answer<readonly WireApplication[]>>;
  /** `token` is null where it did not come: a reset tells another one. */
  createApplication(name: string): Promise<Answer<{ application: WireApplication; token: string | null }>>;
  resetBotToken(applicationId: Snowflake): Promise<Answer<{ token: string }>>;
  addBot(applicationId: Snowflake, guildId: Snowflake, permissions: bigint): Promise<Answer<void>>;
  /** For the page that a bot's install link opens: who it is, and the guilds that the person manages. */
  consent(
    applicationId: Snowflake,
  ): Promise<Answer<{ application: WireApplication; guilds: readonly { id: Snowflake; name: string }[] }>>;
}

/** `gone`: the server has no such message. `failed`: there is no line, or no answer. `overtaken`: the person asked for something else since. */
export type Jumped = "shown" | "gone" | "failed" | "overtaken";

export interface ChannelForm {
  name: string;
  topic: string | null;
  parentId: Snowflake | null;
}
