import { ArrowDown } from "lucide-react";
import { Button } from "../../components/Button.tsx";
import { useActions, useStore } from "../../engine/hooks.ts";
import { view } from "../../engine/view.ts";
import { unsentOutOfSight } from "../../state/select/rows.ts";
import { endOfChannel } from "../../state/select/timelines.ts";
import { t } from "../../text/t.ts";
import css from "./ChatList.module.css";
import { newSince } from "./Dividers.tsx";
import { useList } from "./listContext.ts";
import type { News } from "./opened.ts";

/** More is new than was loaded. */
export function NewBar({ news, onGo, onRead }: { news: News; onGo: () => void; onRead: () => void }) {
  const { channelId } = useList();
  const actions = useActions();
  const newest = useStore((state) => endOfChannel(state, channelId));
  return (
    <div className={css.newBar}>
      <button className={css.barText} onClick={thenWrite(onGo)} type="button">
        {newSince(news.count, true, news.sinceMs)} · {t("messages.toUnread")}
      </button>
      <button
        className={css.barAct}
        onClick={thenWrite(() => {
          if (newest) actions.read(channelId, newest);
          onRead();
        })}
        type="button"
      >
        {t("messages.markRead")}
      </button>
    </div>
  );
}

/** The reader is not at the end. What they sent from there and is still on its way would show only at the end: it is said here. */
export function PresentBar({ count, onGo }: { count: number; onGo: () => void }) {
  const { channelId } = useList();
  const unsent = useStore((state) => unsentOutOfSight(state, channelId));
  return (
    <div className={css.presentBar}>
      <span className={css.barText}>{presentText(unsent, count)}</span>
      <Button className={css.go} icon={ArrowDown} onClick={thenWrite(onGo)}>
        {t("messages.toPresent")}
      </Button>
    </div>
  );
}

function presentText(unsent: number, below: number): string {
  if (unsent > 0) return t("messages.unsent", { count: unsent });
  return below > 0 ? t("messages.below", { count: below }) : t("messages.older");
}

/** A bar goes away with what its buttons do: the focus must not go with it. */
function thenWrite(act: () => void): () => void {
  return () => {
    act();
    view.returnToComposer();
  };
}
