import { limits } from "../../limits.ts";
import { deleteMessage, editMessage, listReactors } from "../../net/api/messages.ts";
import type { Snowflake } from "../../net/snowflake.ts";
import type { ReplyTarget } from "../../state/model.ts";
import type { Actions } from "../actions.ts";
import type { SessionParts } from "./session.ts";

type Messages = Pick<
  Actions,
  "send" | "retry" | "discard" | "edit" | "deleteMessage" | "react" | "reactors" | "typing"
>;

export function messages({ store, rest, outgoing, reactions, typing }: SessionParts): Messages {
  const target = (channelId: Snowflake, messageId: Snowflake): ReplyTarget => {
    const known = store.getState().timelines[channelId]?.messages.find(({ id }) => id === messageId);
    return { messageId, authorId: known?.authorId ?? null, content: known?.content ?? null };
  };
  return {
    send(channelId, { content, replyTo, mentionAuthor }) {
      const answered = replyTo === null ? null : target(channelId, replyTo);
      outgoing.send(channelId, { content, replyTo: answered, mentionAuthor });
      typing.sent(channelId);
    },
    retry: (_channelId, nonce) => outgoing.retry(nonce),
    discard: (channelId, nonce) => outgoing.discard(channelId, nonce),
    edit: (channelId, messageId, content) => editMessage(rest, channelId, messageId, content),
    deleteMessage: (channelId, messageId) => deleteMessage(rest, channelId, messageId),
    react: (channelId, messageId, emoji, on) => reactions.react([channelId, messageId, emoji], on),
    reactors: (channelId, messageId, emoji) =>
      listReactors(rest, [channelId, messageId, emoji], limits.pageMessages),
    typing: (channelId) => typing.typing(channelId),
  };
}
