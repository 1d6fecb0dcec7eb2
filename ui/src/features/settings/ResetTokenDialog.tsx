import { useState } from "react";
import { Banner } from "../../components/Banner.tsx";
import { ConfirmDialog } from "../../components/ConfirmDialog.tsx";
import { useBusy } from "../../components/useBusy.ts";
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
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, run] = useBusy();
  const reset = () =>
    run(async () => {
      setRefusal(null);
      const answer = await resetBotToken(id);
      if (answer.ok) setToken(answer.value.token);
      else setRefusal(answer.message);
    });
  if (token !== null) return <TokenShown name={name} onClose={onClose} token={token} />;
  return (
    <ConfirmDialog
      busy={busy}
      confirm={t("settings.resetToken")}
      danger
      onClose={onClose}
      onConfirm={reset}
      text={t("settings.resetText", { name })}
      title={t("settings.resetTitle", { name })}
    >
      {refusal && <Banner kind="danger">{refusal}</Banner>}
    </ConfirmDialog>
  );
}
