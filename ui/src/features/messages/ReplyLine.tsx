import { VisuallyHidden } from "../../components/VisuallyHidden.tsx";
import { useStore } from "../../engine/hooks.ts";
import type { ReplyTarget } from "../../state/model.ts";
import { t } from "../../text/t.ts";
import { useList } from "./listContext.ts";
import css from "./MessageRow.module.css";
import { authorName, plainText } from "./names.ts";

/** What a reply answers, in one line. */
export function ReplyLine({ to }: { to: ReplyTarget }) {
  const { guildId, acts } = useList();
  const author = useStore((state) => (to.authorId === null ? null : authorName(state, guildId, to.authorId)));
  const text = useStore((state) => (to.content === null ? null : plainText(state, guildId, to.content)));
  if (author === null || text === null) {
    return <p className={css.answered}>{t("messages.replyGone")}</p>;
  }
  return (
    <button className={css.answered} onClick={() => acts.jump(to.messageId)} tabIndex={-1} type="button">
      <VisuallyHidden>{t("messages.replyTo")} </VisuallyHidden>
      <span className={css.answeredAuthor}>{author}</span>{" "}
      <span className={css.answeredText}>{text === "" ? t("messages.replyEmpty") : text}</span>
    </button>
  );
}
