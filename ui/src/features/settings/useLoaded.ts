import { useCallback, useEffect, useState } from "react";
import type { Answer, Refused } from "../../engine/actions.ts";

export type Loaded<T> =
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly refused: Refused }
  | { readonly kind: "ready"; readonly value: T };

/** What `load` answers, and how to ask again: what is shown stays until the new answer is there. `load` keeps its identity. */
export function useLoaded<T>(load: () => Promise<Answer<T>>): readonly [Loaded<T>, () => void] {
  const [loaded, setLoaded] = useState<Loaded<T>>({ kind: "loading" });
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks again
  useEffect(() => {
    let left = false;
    load().then((answer) => {
      if (left) return;
      setLoaded(answer.ok ? { kind: "ready", value: answer.value } : { kind: "failed", refused: answer });
    });
    return () => {
      left = true;
    };
  }, [load, attempt]);
  const reload = useCallback(() => setAttempt((before) => before + 1), []);
  return [loaded, reload];
}
