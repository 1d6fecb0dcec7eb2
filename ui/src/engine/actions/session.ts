import type { History } from "../history.ts";
import type { Members } from "../members.ts";
import type { Outgoing } from "../outgoing.ts";
import type { Reactions } from "../reactions.ts";
import type { Reading } from "../reading.ts";
import type { Typing } from "../typing.ts";
import type { SessionActions } from "./later.ts";
import { messages } from "./messages.ts";
import type { Parts } from "./parts.ts";

/** What actions of a session work with, beside what all work with. */
export interface SessionParts extends Pick<Parts, "store" | "rest"> {
  readonly history: History;
  readonly outgoing: Outgoing;
  readonly members: Members;
  readonly reactions: Reactions;
  readonly reading: Reading;
  readonly typing: Typing;
}

export function sessionActions(parts: SessionParts): SessionActions {
  const { store, history, members, reading } = parts;
  return {
    ...messages(parts),
    openChannel: (channelId) => history.open(channelId),
    loadOlder: (channelId) => history.older(channelId),
    loadNewer: (channelId) => history.newer(channelId),
    jumpTo: (channelId, messageId) => history.jumpTo(channelId, messageId),
    jumpNear: (channelId, messageId) => history.jumpNear(channelId, messageId),
    jumpToPresent: (channelId) => history.present(channelId),
    retryLoad: (channelId) => history.retry(channelId),
    pinned: (channelId, pinned) => store.apply({ kind: "pinned", channelId, pinned }),
    read: (channelId, messageId) => reading.read(channelId, messageId),
    markUnread: (channelId, messageId) => reading.markUnread(channelId, messageId),
    readGuild: (guildId) => reading.readGuild(guildId),
    listMembers: (guildId) => members.list(guildId),
    findMembers: (guildId, query) => members.find(guildId, query),
    needMembers: (guildId, userIds) => members.need(guildId, userIds),
  };
}
