import { useCallback, useEffect, useRef, useState } from "react";
import { toast } from "../../components/toast.ts";
import { useActions } from "../../engine/hooks.ts";
import { view } from "../../engine/view.ts";
import type { Snowflake } from "../../net/snowflake.ts";
import { t } from "../../text/t.ts";
import type { Row } from "./rows.ts";

/** Where the reader wants to be. `order` tells two wishes for the same place apart. */
export type Target =
  | { readonly kind: "message"; readonly messageId: Snowflake; readonly order: number }
  /** The first one after a message that may be gone. */
  | { readonly kind: "after"; readonly messageId: Snowflake; readonly order: number }
  | { readonly kind: "end"; readonly order: number };

/** Follows jumps: what is not loaded is loaded first. */
export function useTarget(channelId: Snowflake, rows: readonly Row[], messageId: Snowflake | null) {
  const actions = useActions();
  const [target, setTarget] = useState<Target | null>(null);
  const order = useRef(0);
  const rowsNow = useRef(rows);
  useEffect(() => {
    rowsNow.current = rows;
  });
  const jump = useCallback(
    (to: Snowflake) => {
      order.current += 1;
      setTarget({ kind: "message", messageId: to, order: order.current });
      if (rowsNow.current.some(({ message }) => message?.id === to)) return;
      void actions.jumpTo(channelId, to).then((jumped) => {
        if (jumped === "gone") toast(t("messages.gone"));
      });
    },
    [actions, channelId],
  );
  const jumpAfter = useCallback(
    (read: Snowflake) => {
      void actions.jumpNear(channelId, read).then((jumped) => {
        order.current += 1;
        if (jumped === "shown") setTarget({ kind: "after", messageId: read, order: order.current });
      });
    },
    [actions, channelId],
  );
  const toEnd = useCallback(() => {
    order.current += 1;
    setTarget({ kind: "end", order: order.current });
    actions.jumpToPresent(channelId);
  }, [actions, channelId]);

  useEffect(() => {
    if (messageId !== null) jump(messageId);
  }, [messageId, jump]);
  useEffect(
    () => view.onOrder((given) => given.kind === "present" && given.channelId === channelId && toEnd()),
    [channelId, toEnd],
  );
  return { target, jump, jumpAfter, toEnd };
}
