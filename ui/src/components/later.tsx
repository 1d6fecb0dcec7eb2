import { type ComponentType, type ReactNode, useEffect, useState } from "react";
import { t } from "../text/t.ts";
import { LoadFailed } from "./LoadFailed.tsx";
import { toast } from "./toast.ts";

export interface LaterProps {
  /** What stands there until it is fetched. */
  waiting?: ReactNode;
  /** It cannot be fetched, which the person is told. Without this the place says so itself, and offers another try. */
  onFailed?: (() => void) | undefined;
}

export interface Later<Props> {
  (props: Props & LaterProps): ReactNode;
  /** Fetches it ahead. */
  load(): Promise<ComponentType<Props>>;
}

/**
 * A part of the client that is fetched when it is first shown, or ahead. Not by React's `lazy`: that one keeps a failure for ever, and
 * what a Suspense shows meanwhile for 300 ms.
 */
export function later<Props extends object>(fetch: () => Promise<ComponentType<Props>>): Later<Props> {
  let View: ComponentType<Props> | null = null;
  const load = async () => {
    View ??= await fetch();
    return View;
  };
  // biome-ignore lint/correctness/noComponentHookFactories: once for each part, where a module begins
  function Part({ waiting = null, onFailed, ...props }: Props & LaterProps) {
    const [state, setState] = useState<"waiting" | "here" | "failed">(View ? "here" : "waiting");
    // biome-ignore lint/correctness/useExhaustiveDependencies: what to do when it failed is no reason to fetch again
    useEffect(() => {
      if (state !== "waiting") return;
      let isGone = false;
      const failed = () => {
        if (isGone) return;
        setState("failed");
        if (!onFailed) return;
        toast(t("components.loadFailed"));
        onFailed();
      };
      load().then(() => isGone || setState("here"), failed);
      return () => {
        isGone = true;
      };
    }, [state]);
    if (View) return <View {...(props as unknown as Props)} />;
    if (state !== "failed") return waiting;
    return (
      !onFailed && <LoadFailed message={t("components.loadFailed")} onRetry={() => setState("waiting")} />
    );
  }
  return Object.assign(Part, { load });
}
