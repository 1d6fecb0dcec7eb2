import { useMemo, useState } from "react";
import { useEngine, useStore } from "../../engine/hooks.ts";
import type { Snowflake } from "../../net/snowflake.ts";
import { can } from "../../state/select/permissions.ts";
import css from "./ChatList.module.css";
import { Failed, Loading } from "./Ends.tsx";
import { LoadedList } from "./LoadedList.tsx";
import { ListContext, type ListContextValue } from "./listContext.ts";
import type { MessageListProps } from "./MessageList.tsx";
import { openedBefore, openedNow } from "./opened.ts";
import { useActs } from "./useActs.ts";
import { useGeneration } from "./useGeneration.ts";
import { useHold } from "./useHold.ts";
import { useOpenChannel } from "./useOpenChannel.ts";
import { selfIdOf, useRows } from "./useRows.ts";
import { useTarget } from "./useTarget.ts";

/** The messages of one channel, from its opening until another one is opened. */
export function ChatList({ channelId, messageId = null, emojiPicker, editor, onInvite }: MessageListProps) {
  const { store, actions } = useEngine();
  const guildId = useStore((state) => state.channels[channelId]?.guildId ?? "");
  const selfId = useStore(selfIdOf);
  const [opened, setOpened] = useState(() => openedNow(store.getState(), channelId));
  const { rows, timeline } = useRows(channelId, opened);
  const { target, jump, jumpAfter, toEnd } = useTarget(channelId, rows, messageId);
  const [isNewSeen, setNewSeen] = useState(false);
  const { isHeld, hold } = useHold(channelId, target);
  const markUnread = async (id: Snowflake) => {
    hold(true);
    setOpened(openedBefore(store.getState(), channelId, id));
    setNewSeen(false);
    const answer = await actions.markUnread(channelId, id);
    if (!answer.ok) hold(false);
    return answer;
  };
  const { acts, pickingKey, removing, stopRemoving } = useActs(channelId, guildId, { jump, markUnread });
  const generation = useGeneration(rows);
  useOpenChannel(channelId);
  const rights = useStore((state) => ({
    send: can(state, channelId, "SEND_MESSAGES"),
    react: can(state, channelId, "ADD_REACTIONS"),
    manage: can(state, channelId, "MANAGE_MESSAGES"),
  }));
  const value = useMemo(
    (): ListContextValue => ({
      channelId,
      guildId,
      selfId,
      rights,
      acts,
      EmojiPicker: emojiPicker,
      Editor: editor,
      onInvite,
    }),
    [channelId, guildId, selfId, rights, acts, emojiPicker, editor, onInvite],
  );
  const isEmpty = rows.length === 0;
  return (
    <ListContext value={value}>
      <div className={css.frame}>
        {isEmpty && (!timeline || timeline.load) && <Loading />}
        {isEmpty && timeline?.failed && <Failed channelId={channelId} />}
        {timeline && !(isEmpty && (timeline.load || timeline.failed)) && (
          <LoadedList
            key={generation}
            isHeld={isHeld}
            isNewSeen={isNewSeen}
            opened={opened}
            onNewSeen={() => setNewSeen(true)}
            toNew={() => jumpAfter(opened.readUpTo)}
            pickingKey={pickingKey}
            rows={rows}
            target={target}
            timeline={timeline}
            toEnd={toEnd}
          />
        )}
      </div>
      {removing && <removing.Dialog onClose={stopRemoving} row={removing.row} value={value} />}
    </ListContext>
  );
}
