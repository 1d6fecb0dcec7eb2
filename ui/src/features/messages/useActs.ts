import { type ComponentType, useEffect, useMemo, useRef, useState } from "react";
import { copyText } from "../../components/copyText.ts";
import { toast } from "../../components/toast.ts";
import type { Answer } from "../../engine/actions.ts";
import { useActions } from "../../engine/hooks.ts";
import { view } from "../../engine/view.ts";
import type { Snowflake } from "../../net/snowflake.ts";
import { linkTo, paths } from "../../paths.ts";
import { t } from "../../text/t.ts";
import type { Acts } from "./listContext.ts";
import type { RemoveDialogProps } from "./RemoveDialog.tsx";
import { loadRemoveDialog } from "./removeLater.ts";
import type { Row } from "./rows.ts";

export interface Doing {
  readonly acts: Acts;
  /** The row beside which the emoji picker is open. */
  readonly pickingKey: string | null;
  /** The row of which it is asked whether it shall go, and what asks. */
  readonly removing: { readonly row: Row; readonly Dialog: ComponentType<RemoveDialogProps> } | null;
  readonly stopRemoving: () => void;
}

/** What is done by others. */
export interface ActDoors {
  readonly jump: (messageId: Snowflake) => void;
  readonly markUnread: (messageId: Snowflake) => Promise<Answer<void>>;
}

/** What can be done with rows. `acts` stays the same for as long as the channel is open. */
export function useActs(channelId: Snowflake, guildId: Snowflake, doors: ActDoors): Doing {
  const actions = useActions();
  const [pickingKey, setPickingKey] = useState<string | null>(null);
  const [removing, setRemoving] = useState<Doing["removing"]>(null);
  const doorsNow = useRef(doors);
  useEffect(() => {
    doorsNow.current = doors;
  });
  const acts = useMemo((): Acts => {
    const withMessage = (row: Row, act: (messageId: Snowflake) => void): void => {
      if (row.message) act(row.message.id);
    };
    return {
      reply: (row) =>
        withMessage(row, (id) => {
          view.answer(channelId, id);
          view.focusComposer();
        }),
      edit: (row) => withMessage(row, (id) => view.edit(channelId, id)),
      edited() {
        view.stopEditing(channelId);
        view.returnToComposer();
      },
      pick: (row) => setPickingKey(row?.key ?? null),
      react: (row, emoji, on) => withMessage(row, (id) => tell(actions.react(channelId, id, emoji, on))),
      remove(row, atOnce) {
        if (row.outgoing) actions.discard(channelId, row.outgoing.nonce);
        else if (atOnce) withMessage(row, (id) => tell(actions.deleteMessage(channelId, id)));
        else {
          loadRemoveDialog().then(
            ({ RemoveDialog: Dialog }) => setRemoving({ row, Dialog }),
            () => toast(t("components.loadFailed")),
          );
        }
      },
      retry: (row) => row.outgoing && actions.retry(channelId, row.outgoing.nonce),
      copyText: (row) => void copyText(row.shown.content),
      copyLink: (row) =>
        withMessage(row, (id) => void copyText(linkTo(paths.message(guildId, channelId, id)))),
      markUnread: (row) => withMessage(row, (id) => tell(doorsNow.current.markUnread(id))),
      jump: (messageId) => doorsNow.current.jump(messageId),
    };
  }, [actions, channelId, guildId]);
  return { acts, pickingKey, removing, stopRemoving: () => setRemoving(null) };
}

/** What was refused is said. */
function tell(answer: Promise<{ ok: boolean; message?: string }>): void {
  void answer.then(({ ok, message }) => {
    if (!ok && message) toast(message);
  });
}
