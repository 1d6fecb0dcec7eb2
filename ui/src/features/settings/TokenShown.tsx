import { Banner } from "../../components/Banner.tsx";
import { Button } from "../../components/Button.tsx";
import { CopyField } from "../../components/CopyField.tsx";
import { Dialog } from "../../components/Dialog.tsx";
import { t } from "../../text/t.ts";

/** A token, this once. */
export function TokenShown({ name, token, onClose }: { name: string; token: string; onClose: () => void }) {
  return (
    <Dialog
      footer={<Button onClick={onClose}>{t("settings.tokenCopied")}</Button>}
      onClose={onClose}
      stays
      title={t("settings.tokenTitle", { name })}
    >
      <Banner kind="warning">{t("settings.tokenWarning", { name })}</Banner>
      <CopyField autoFocus label={t("settings.token")} mono value={token} />
    </Dialog>
  );
}
