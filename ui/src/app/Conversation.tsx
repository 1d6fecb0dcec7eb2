import { useCallback, useEffect, useMemo } from "react";
import { useStore } from "../engine/hooks.ts";
import { view } from "../engine/view.ts";
import { Composer } from "../features/composer/Composer.tsx";
import { MessageEditor } from "../features/composer/MessageEditor.tsx";
import { EmojiPicker } from "../features/emoji/EmojiPicker.tsx";
import { LiveLog } from "../features/messages/LiveLog.tsx";
import { MessageList } from "../features/messages/MessageList.tsx";
import type { Snowflake } from "../net/snowflake.ts";
import { can } from "../state/select/permissions.ts";
import { ChannelHeader } from "./ChannelHeader.tsx";
import { ConnectionBanner } from "./ConnectionBanner.tsx";
import css from "./Shell.module.css";
import type { Drawers } from "./useDrawers.ts";

interface Props {
  readonly channelId: Snowflake;
  readonly messageId: Snowflake | null;
  readonly drawers: Drawers;
  readonly onHelp: () => void;
  readonly onInvite: (guildId: Snowflake) => void;
}

/** A channel: its messages, and where one writes. */
export function Conversation({ channelId, messageId, drawers, onHelp, onInvite }: Props) {
  // No more of it: the rest changes with every message.
  const name = useStore((state) => state.channels[channelId]?.name ?? "");
  const topic = useStore((state) => state.channels[channelId]?.topic ?? null);
  const channel = useMemo(() => ({ name, topic }), [name, topic]);
  const guildId = useStore((state) => state.channels[channelId]?.guildId ?? "");
  const mayInvite = useStore((state) => can(state, guildId, "CREATE_INSTANT_INVITE"));
  const invite = useCallback(() => onInvite(guildId), [onInvite, guildId]);
  useEffect(() => {
    if (channelId) view.returnToComposer();
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
          onInvite={mayInvite ? invite : null}
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
