import type { ComponentType } from "react";
import type { Snowflake } from "../../net/snowflake.ts";
import { ChatList } from "./ChatList.tsx";
import type { EditorProps, EmojiPickerProps } from "./listContext.ts";

export interface MessageListProps {
  readonly channelId: Snowflake;
  /** To be shown and lit up: the address names it. */
  readonly messageId?: Snowflake | null;
  readonly emojiPicker: ComponentType<EmojiPickerProps>;
  readonly editor: ComponentType<EditorProps>;
  /** Asks people in; null: this person may not. */
  readonly onInvite: (() => void) | null;
}

/** The messages of a channel: as long as it is, what is read stays where it is. */
export function MessageList(props: MessageListProps) {
  return <ChatList key={props.channelId} {...props} />;
}
