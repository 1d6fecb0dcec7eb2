import { type ComponentProps, useEffect, useState } from "react";
import type { Chat } from "./chat.tsx";
import { ShellSkeleton } from "./ShellSkeleton.tsx";

type Loaded = typeof Chat;

let loaded: Loaded | null = null;

/** Fetches the chat's code, which is most of the client's. Whoever has a login needs it at once; others while they log in. */
export async function loadChat(): Promise<Loaded> {
  loaded = (await import("./chat.tsx")).Chat;
  return loaded;
}

type State = { readonly chat: Loaded } | { readonly broken: unknown } | null;

/**
 * The chat, or its skeleton until the code is there. Not by `lazy`: React keeps the fallback of a Suspense that was shown for 300 ms,
 * and the first messages are asked for by what it hides.
 */
export function ChatPage(props: ComponentProps<Loaded>) {
  const [state, setState] = useState<State>(() => loaded && { chat: loaded });
  const isMissing = state === null;
  useEffect(() => {
    if (!isMissing) return;
    let isGone = false;
    loadChat().then(
      (chat) => isGone || setState({ chat }),
      (broken: unknown) => isGone || setState({ broken }),
    );
    return () => {
      isGone = true;
    };
  }, [isMissing]);
  if (state === null) return <ShellSkeleton />;
  if ("broken" in state) throw state.broken;
  return <state.chat {...props} />;
}
