import { useEffect, useRef, useState } from "react";
import { VisuallyHidden } from "../../components/VisuallyHidden.tsx";
import { useEngine } from "../../engine/hooks.ts";
import { compareSnowflakes, type Snowflake } from "../../net/snowflake.ts";
import type { Message, State } from "../../state/model.ts";
import { reachesPresent } from "../../state/select/timelines.ts";
import { t } from "../../text/t.ts";
import { LiveLog as Log } from "./liveLog.ts";
import { authorName, plainText } from "./names.ts";

const EVERY_MS = 1_000;
/** Of a long message; the rest is in the list. */
const CHARACTERS_MAX = 300;

/** Reads out the new messages of the open channel. The list itself does not: scrolling back would be read out too. */
export function LiveLog({ channelId }: { channelId: Snowflake }) {
  const { store } = useEngine();
  // Each is an element of its own: what is said again is read out again.
  const [said, setSaid] = useState({ count: 0, text: "" });
  const newest = useRef<Snowflake | null>(null);
  useEffect(() => {
    const say = (text: string) => setSaid(({ count }) => ({ count: count + 1, text }));
    const log = new Log({
      everyMs: EVERY_MS,
      one: ({ author, text }) => t("messages.logOne", { author, text }),
      many: (count) => t("messages.logMany", { count }),
      say,
    });
    newest.current = null;
    const hear = (state: State): void => {
      const timeline = state.timelines[channelId];
      if (!timeline || !reachesPresent(timeline)) return;
      const fresh = after(timeline.messages, newest.current);
      newest.current = timeline.messages.at(-1)?.id ?? newest.current ?? "0";
      log.hear(fresh.filter((message) => !isOwn(state, message)).map((message) => entryOf(state, message)));
    };
    hear(store.getState());
    const unsubscribe = store.subscribe((state, before) => {
      if (state.timelines[channelId] !== before.timelines[channelId]) hear(state);
    });
    return () => {
      unsubscribe();
      log.stop();
      say("");
    };
  }, [store, channelId]);
  return (
    <div aria-live="polite" role="log">
      <VisuallyHidden key={said.count}>{said.text}</VisuallyHidden>
    </div>
  );
}

/** Returns what came after `newest`; nothing while it is not known what was there before. */
function after(messages: readonly Message[], newest: Snowflake | null): readonly Message[] {
  if (newest === null) return [];
  let from = messages.length;
  while (from > 0 && compareSnowflakes(messages[from - 1]?.id ?? "0", newest) > 0) from -= 1;
  return messages.slice(from);
}

function isOwn(state: State, { authorId }: Message): boolean {
  return state.self.kind === "person" && state.self.id === authorId;
}

function entryOf(state: State, { channelId, authorId, content }: Message) {
  const guildId = state.channels[channelId]?.guildId ?? "";
  return {
    author: authorName(state, guildId, authorId),
    text: plainText(state, guildId, content).slice(0, CHARACTERS_MAX),
  };
}
