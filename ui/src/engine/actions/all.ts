import type { Actions } from "../actions.ts";
import { arriving } from "./arriving.ts";
import { bots } from "./bots.ts";
import { guilds } from "./guilds.ts";
import { messages } from "./messages.ts";
import type { Parts } from "./parts.ts";

/** Everything that a person can do. */
export function createActions(parts: Parts): Actions {
  const { store, history, members, reading } = parts;
  return {
    ...arriving(parts),
    ...guilds(parts),
    ...messages(parts),
    ...bots(parts),
    openChannel: (channelId) => history.open(channelId),
    loadOlder: (channelId) => history.older(channelId),
    loadNewer: (channelId) => history.newer(channelId),
    jumpTo: (channelId, messageId) => history.jumpTo(channelId, messageId),
    jumpToPresent: (channelId) => history.present(channelId),
    retryLoad: (channelId) => history.retry(channelId),
    pinned: (channelId, pinned) => store.apply({ kind: "pinned", channelId, pinned }),
    read: (channelId, messageId) => reading.read(channelId, messageId),
    markUnread: (channelId, messageId) => reading.markUnread(channelId, messageId),
    readGuild: (guildId) => void reading.readGuild(guildId),
    listMembers: (guildId) => members.list(guildId),
    findMembers: (guildId, query) => members.find(guildId, query),
    needMembers: (guildId, userIds) => members.need(guildId, userIds),
  };
}
