import { t } from "../../text/t.ts";
import css from "./MessageRow.module.css";
import { fullTime } from "./time.ts";

export function Content({ text, edited = null }: { text: string; edited?: number | null }) {
  return (
    <>
      {text}
      {edited !== null && (
        <span className={css.edited} title={t("messages.editedAt", { time: fullTime(edited) })}>
          {" "}
          {t("messages.edited")}
        </span>
      )}
    </>
  );
}
