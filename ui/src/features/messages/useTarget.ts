import { useCallback, useEffect, useRef, useState } from "react";
import { toast } from "../../components/toast.ts";
import type { Jumped } from "../../engine/actions.ts";
import { useActions, useStore } from "../../engine/hooks.ts";
import { view } from "../../engine/view.ts";
import type { Snowflake } from "../../net/snowflake.ts";
import { t } from "../../text/t.ts";
import type { Row } from "./rows.ts";

type Wish =
  | { readonly kind: "message"; readonly messageId: Snowflake }
  /** The first one after a message that may be gone. */
  | { readonly kind: "after"; readonly messageId: Snowflake }
  | { readonly kind: "end" };
/** Where the reader wants to be. `order` tells two wishes for the same place apart. */
export type Target = Wish & { readonly order: number };

/** Follows jumps: what is not loaded is loaded first. A place that cannot be had is said to be so, and wanted no more. */
export function useTarget(channelId: Snowflake, rows: readonly Row[], messageId: Snowflake | null) {
  const actions = useActions();
  const [target, setTarget] = useState<Target | null>(null);
  const order = useRef(0);
  const rowsNow = useRef(rows);
  useEffect(() => {
    rowsNow.current = rows;
  });
  const want = useCallback((wish: Wish) => {
    order.current += 1;
    setTarget({ ...wish, order: order.current });
  }, []);
  const heard = useCallback((jumped: Jumped) => {
    if (jumped !== "gone" && jumped !== "failed") return;
    toast(t(jumped === "gone" ? "messages.gone" : "components.loadFailed"));
    setTarget(null);
  }, []);
  const jump = useCallback(
    (to: Snowflake) => {
      want({ kind: "message", messageId: to });
      if (rowsNow.current.some(({ message }) => message?.id === to)) return;
      const asked = order.current;
      void actions.jumpTo(channelId, to).then((jumped) => asked === order.current && heard(jumped));
    },
    [actions, channelId, want, heard],
  );
  const jumpAfter = useCallback(
    (read: Snowflake) => {
      const asked = order.current;
      void actions.jumpNear(channelId, read).then((jumped) => {
        if (asked !== order.current) return;
        if (jumped === "shown") want({ kind: "after", messageId: read });
        else heard(jumped);
      });
    },
    [actions, channelId, want, heard],
  );
  const toEnd = useCallback(() => {
    want({ kind: "end" });
    actions.jumpToPresent(channelId);
  }, [actions, channelId, want]);

  useEffect(() => {
    if (messageId !== null) jump(messageId);
  }, [messageId, jump]);
  useEffect(
    () => view.onOrder((given) => given.kind === "present" && given.channelId === channelId && toEnd()),
    [channelId, toEnd],
  );
  useUnreachedEnd(channelId, target, heard);
  return { target, jump, jumpAfter, toEnd };
}

/** Without a line the way to the end waits for one. Once it was asked for and failed, nobody is to be taken there any more. */
function useUnreachedEnd(channelId: Snowflake, target: Target | null, heard: (jumped: Jumped) => void): void {
  const hasFailed = useStore(({ timelines }) => timelines[channelId]?.failed === "newest");
  const isWanted = useRef(false);
  useEffect(() => {
    isWanted.current = target?.kind === "end";
  });
  // Of that very moment: what failed before may be asked for again.
  useEffect(() => {
    if (hasFailed && isWanted.current) heard("failed");
  }, [hasFailed, heard]);
}
