import { Button } from "../../components/Button.tsx";
import { t } from "../../text/t.ts";
import { useList } from "./listContext.ts";
import css from "./MessageRow.module.css";
import type { Row } from "./rows.ts";

/** How far an own message is; nothing once it is sent. */
export function SendState({ row }: { row: Row }) {
  const { acts } = useList();
  const status = row.outgoing?.status;
  if (!status || status.kind === "sending" || row.outgoing?.acked) return null;
  if (status.kind === "queued") return <p className={css.state}>{t("messages.queued")}</p>;
  return (
    <div className={css.failed}>
      <span>{t("messages.notSent", { reason: status.reason })}</span>
      <Button onClick={() => acts.retry(row)}>{t("messages.retry")}</Button>
      <Button onClick={() => acts.remove(row, true)}>{t("messages.discard")}</Button>
    </div>
  );
}
