import { useState } from "react";
import { ConfirmDialog } from "../../components/ConfirmDialog.tsx";
import { useSubmit } from "../../components/useSubmit.ts";
import { useActions } from "../../engine/hooks.ts";
import type { WireApplication } from "../../net/wire.ts";
import { t } from "../../text/t.ts";
import { TokenShown } from "./TokenShown.tsx";

/** Asks, then shows the new token. */
export function ResetTokenDialog({
  application: { id, name },
  onClose,
}: {
  application: WireApplication;
  onClose: () => void;
}) {
  const { resetBotToken } = useActions();
  const [token, setToken] = useState<string | null>(null);
  const { busy, refused, run } = useSubmit(
    () => resetBotToken(id),
    ({ value }) => setToken(value.token),
  );
  if (token !== null) return <TokenShown name={name} onClose={onClose} token={token} />;
  return (
    <ConfirmDialog
      busy={busy}
      confirm={t("settings.resetToken")}
      danger
      onClose={onClose}
      onConfirm={run}
      text={t("settings.resetText", { name })}
      title={t("settings.resetTitle", { name })}
      refused={refused}
    />
  );
}
