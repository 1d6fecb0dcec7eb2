import { useCallback, useRef, useState } from "react";

/** One task at a time: what is started while one runs does not start. */
export function useBusy(): readonly [boolean, (task: () => Promise<void>) => void] {
  const [busy, setBusy] = useState(false);
  const running = useRef(false);
  const run = useCallback((task: () => Promise<void>) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    task().finally(() => {
      running.current = false;
      setBusy(false);
    });
  }, []);
  return [busy, run];
}
