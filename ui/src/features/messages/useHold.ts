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
  useEffect(() => {
    if (compareSnowflakes(cursor, before.current) > 0) setHeld(false);
    before.current = cursor;
  }, [cursor]);
  useEffect(() => {
    if (target?.kind === "end") setHeld(false);
  }, [target]);
  return { isHeld, hold: useCallback((held: boolean) => setHeld(held), []) };
}
