import { ConfirmDialog } from "../../components/ConfirmDialog.tsx";
import { useStore } from "../../engine/hooks.ts";
import { view } from "../../engine/view.ts";
import { messagesDialogs } from "../../text/messages.dialogs.ts";
import { addTexts, t } from "../../text/t.ts";
import type { ListContextValue } from "./listContext.ts";
import { plainText } from "./names.ts";
import css from "./RemoveDialog.module.css";
import type { Row } from "./rows.ts";

addTexts(messagesDialogs);

export interface RemoveDialogProps {
  readonly row: Row;
  readonly value: ListContextValue;
  readonly onClose: () => void;
}

/** Asks whether a message shall go. */
export function RemoveDialog({ row, value, onClose }: RemoveDialogProps) {
  const text = useStore((state) => plainText(state, value.guildId, row.message?.content ?? ""));
  const close = () => {
    onClose();
    // The dialog gives the focus back first, to a row that may be gone; an editor keeps it.
    const { editing } = view.store.getState();
    if (editing[value.channelId]?.messageId !== row.message?.id) setTimeout(view.returnToComposer);
  };
  return (
    <ConfirmDialog
      confirm={t("messages.delete")}
      danger
      onClose={close}
      onConfirm={() => {
        value.acts.remove(row, true);
        close();
      }}
      text={hasShift() ? `${t("messages.deleteText")} ${t("messages.deleteHint")}` : t("messages.deleteText")}
      title={t("messages.deleteTitle")}
    >
      {text !== "" && <blockquote className={css.removed}>{text}</blockquote>}
    </ConfirmDialog>
  );
}

/** Nobody holds Shift on a screen. */
function hasShift(): boolean {
  return !matchMedia("(pointer: coarse)").matches;
}
