import { useEffect } from "react";
import { useStore } from "../engine/hooks.ts";
import { view } from "../engine/view.ts";
import { Composer } from "../features/composer/Composer.tsx";
import { MessageEditor } from "../features/composer/MessageEditor.tsx";
import { EmojiPicker } from "../features/emoji/EmojiPicker.tsx";
import { LiveLog } from "../features/messages/LiveLog.tsx";
import { MessageList } from "../features/messages/MessageList.tsx";
import type { Snowflake } from "../net/snowflake.ts";
import { ChannelHeader } from "./ChannelHeader.tsx";
import { ConnectionBanner } from "./ConnectionBanner.tsx";
import css from "./Shell.module.css";
import type { Drawers } from "./useDrawers.ts";

interface Props {
  readonly channelId: Snowflake;
  readonly messageId: Snowflake | null;
  readonly drawers: Drawers;
  readonly onHelp: () => void;
}

/** A channel: its messages, and where one writes. */
export function Conversation({ channelId, messageId, drawers, onHelp }: Props) {
  const channel = useStore((state) => state.channels[channelId] ?? null);
  useEffect(() => {
    // On a touch screen the keyboard would cover half of what one came to read.
    if (channelId && !matchMedia("(pointer: coarse)").matches) view.focusComposer();
  }, [channelId]);
  return (
    <>
      <ChannelHeader channel={channel} drawers={drawers} hasMembers onHelp={onHelp} />
      <div className={css.list}>
        <MessageList
          channelId={channelId}
          editor={MessageEditor}
          emojiPicker={EmojiPicker}
          messageId={messageId}
        />
      </div>
      <LiveLog channelId={channelId} />
      <ConnectionBanner />
      <div data-region="composer" tabIndex={-1}>
        <Composer channelId={channelId} emojiPicker={EmojiPicker} />
      </div>
    </>
  );
}
