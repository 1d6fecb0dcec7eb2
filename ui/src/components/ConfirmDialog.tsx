import type { ReactNode } from "react";
import { t } from "../text/t.ts";
import { Banner } from "./Banner.tsx";
import { Button } from "./Button.tsx";
import { Dialog } from "./Dialog.tsx";

export interface ConfirmDialogProps {
  title: string;
  text: string;
  /** The word on the button that does it: say what it does. */
  confirm: string;
  danger?: boolean | undefined;
  busy?: boolean | undefined;
  onConfirm: () => void;
  onClose: () => void;
  /** Why it was refused. */
  refused?: { readonly message: string } | null | undefined;
  /** What stands between the text and the buttons: what it is about. */
  children?: ReactNode;
}

/** Asks once before something that cannot be taken back. The focus stands on the way out. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, text, confirm, danger, busy, onConfirm, onClose, refused, children } = props;
  return (
    <Dialog
      footer={
        <>
          <Button data-autofocus onClick={onClose}>
            {t("components.cancel")}
          </Button>
          <Button busy={busy} kind={danger ? "danger" : "primary"} onClick={onConfirm}>
            {confirm}
          </Button>
        </>
      }
      onClose={onClose}
      title={title}
    >
      <p>{text}</p>
      {children}
      {refused && <Banner kind="danger">{refused.message}</Banner>}
    </Dialog>
  );
}
