import { useCallback, useEffect, useRef, useState } from "react";
import { useStore } from "../../engine/hooks.ts";
import { compareSnowflakes, type Snowflake } from "../../net/snowflake.ts";
import { cursorOf } from "../../state/select/reads.ts";
import type { Target } from "./useTarget.ts";

export interface Hold {
  /** What was marked unread by hand is in view and stays unread all the same. */
  readonly isHeld: boolean;
  readonly hold: (isHeld: boolean) => void;
}

/** Until the person goes to the present, or says here or elsewhere that they have read. */
export function useHold(channelId: Snowflake, target: Target | null): Hold {
  const [isHeld, setHeld] = useState(false);
  const cursor = useStore((state) => cursorOf(state, channelId));
  const before = useRef(cursor);
  // Said only where it is news: React draws again to find out that it was none.
  const isHeldNow = useRef(false);
  const hold = useCallback((held: boolean) => {
    if (isHeldNow.current === held) return;
    isHeldNow.current = held;
    setHeld(held);
  }, []);
  useEffect(() => {
    if (compareSnowflakes(cursor, before.current) > 0) hold(false);
    before.current = cursor;
  }, [cursor, hold]);
  useEffect(() => {
    if (target?.kind === "end") hold(false);
  }, [target, hold]);
  return { isHeld, hold };
}
