import { ArrowDown } from "lucide-react";
import { Button } from "../../components/Button.tsx";
import { useActions, useStore } from "../../engine/hooks.ts";
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
      <button className={css.barText} onClick={onGo} type="button">
        {newSince(news.count, true, news.sinceMs)} · {t("messages.toUnread")}
      </button>
      <button
        className={css.barAct}
        onClick={() => {
          if (newest) actions.read(channelId, newest);
          onRead();
        }}
        type="button"
      >
        {t("messages.markRead")}
      </button>
    </div>
  );
}

/** The reader is not at the end. */
export function PresentBar({ count, onGo }: { count: number; onGo: () => void }) {
  return (
    <div className={css.presentBar}>
      <span className={css.barText}>{count > 0 ? t("messages.below", { count }) : t("messages.older")}</span>
      <Button className={css.go} icon={ArrowDown} onClick={onGo}>
        {t("messages.toPresent")}
      </Button>
    </div>
  );
}
