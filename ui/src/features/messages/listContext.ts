import { type ComponentType, createContext, useContext } from "react";
import type { Snowflake } from "../../net/snowflake.ts";
import type { Message } from "../../state/model.ts";
import type { Row } from "./rows.ts";

/** What rows share. It changes with the channel and with what one may do there, not with the messages. */
export interface ListContextValue {
  readonly channelId: Snowflake;
  readonly guildId: Snowflake;
  readonly selfId: Snowflake;
  readonly rights: Rights;
  readonly acts: Acts;
  readonly EmojiPicker: ComponentType<EmojiPickerProps>;
  readonly Editor: ComponentType<EditorProps>;
  /** Asks people in, where this person may. */
  readonly onInvite: (() => void) | null;
}

export interface Rights {
  readonly send: boolean;
  readonly react: boolean;
  readonly manage: boolean;
}

export interface EmojiPickerProps {
  readonly onPick: (emoji: string) => void;
}

export interface EditorProps {
  readonly message: Message;
  /** Ends the editing: it was saved, or left as it was; or the text was emptied, and the message is to go. */
  readonly onDone: (how: "done" | "emptied") => void;
}

/** What can be done with a row. */
export interface Acts {
  reply(row: Row): void;
  edit(row: Row): void;
  /** Opens the picker beside the row; null closes it. */
  pick(row: Row | null): void;
  react(row: Row, emoji: string, on: boolean): void;
  remove(row: Row, atOnce: boolean): void;
  retry(row: Row): void;
  copyText(row: Row): void;
  copyLink(row: Row): void;
  markUnread(row: Row): void;
  /** The editor is left. */
  edited(): void;
  jump(messageId: Snowflake): void;
}

export const ListContext = createContext<ListContextValue | null>(null);

export function useList(): ListContextValue {
  const value = useContext(ListContext);
  if (!value) throw new Error("no message list above");
  return value;
}

export function mayEdit(row: Row, { selfId, rights }: ListContextValue): boolean {
  return isText(row) && row.authorId === selfId && rights.send;
}

export function mayRemove(row: Row, { selfId, rights }: ListContextValue): boolean {
  return row.message === null
    ? row.outgoing?.status.kind === "failed"
    : row.authorId === selfId || rights.manage;
}

export function mayReply(row: Row, { rights }: ListContextValue): boolean {
  return row.message !== null && rights.send;
}

export function mayReact(row: Row, { rights }: ListContextValue): boolean {
  return row.message !== null && rights.react;
}

/** Returns what `row` answers; null where it answers nothing, or something that is gone. */
export function answeredBy(row: Row): Snowflake | null {
  const to = row.shown.replyTo;
  return to === null || to.content === null ? null : to.messageId;
}

function isText(row: Row): boolean {
  return row.message?.kind === "plain" || row.message?.kind === "reply";
}
