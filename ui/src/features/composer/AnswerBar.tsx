import { X } from "lucide-react";
import { IconButton } from "../../components/IconButton.tsx";
import { useStore } from "../../engine/hooks.ts";
import { type Answering, view } from "../../engine/view.ts";
import type { Snowflake } from "../../net/snowflake.ts";
import { nameOf } from "../../state/select/names.ts";
import { messageById } from "../../state/select/timelines.ts";
import { t } from "../../text/t.ts";
import css from "./Composer.module.css";

/** Whom one is about to answer, and whether they are pinged. */
export function AnswerBar({ channelId, answering }: { channelId: Snowflake; answering: Answering }) {
  const author = useStore((state) => {
    const authorId = messageById(state, channelId, answering.messageId)?.authorId ?? "";
    const guildId = state.channels[channelId]?.guildId ?? "";
    return nameOf(state.members[guildId]?.[authorId], state.users[authorId]) ?? t("composer.someone");
  });
  const isOwn = useStore((state) => {
    const message = messageById(state, channelId, answering.messageId);
    return state.self.kind === "person" && message?.authorId === state.self.id;
  });
  return (
    <div className={css.answer}>
      <span className={css.answerText}>{t("composer.answering", { author })}</span>
      {!isOwn && (
        <label className={css.ping}>
          <input
            aria-label={t("composer.ping", { author })}
            checked={answering.ping}
            onChange={({ target }) => view.setPing(channelId, target.checked)}
            type="checkbox"
          />
          {t("composer.pingShort")}
        </label>
      )}
      <IconButton
        icon={X}
        keys="Esc"
        label={t("composer.cancelAnswer")}
        onClick={() => {
          view.stopAnswering(channelId);
          view.focusComposer();
        }}
        small
      />
    </div>
  );
}
