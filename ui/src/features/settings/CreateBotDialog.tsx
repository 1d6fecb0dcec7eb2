import { type FormEvent, useId, useState } from "react";
import { Button } from "../../components/Button.tsx";
import { Dialog } from "../../components/Dialog.tsx";
import { TextField } from "../../components/TextField.tsx";
import { toast } from "../../components/toast.ts";
import { useBusy } from "../../components/useBusy.ts";
import { useActions } from "../../engine/hooks.ts";
import { limits } from "../../limits.ts";
import { t } from "../../text/t.ts";
import { TokenShown } from "./TokenShown.tsx";

/** Makes an application with its bot, then shows the token. */
export function CreateBotDialog({ onClose, onCreated }: { onClose: () => void; onCreated: () => void }) {
  const { createApplication } = useActions();
  const formId = useId();
  const [name, setName] = useState("");
  const [error, setError] = useState<string | undefined>();
  const [token, setToken] = useState<string | null>(null);
  const [busy, run] = useBusy();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const length = [...name.trim()].length;
    if (length < limits.nameCharactersMin || length > limits.nameCharactersMax)
      return setError(t("settings.botNameLength"));
    run(async () => {
      const answer = await createApplication(name.trim());
      if (!answer.ok) return setError(answer.fields.name ?? answer.message);
      onCreated();
      if (answer.value.token !== null) return setToken(answer.value.token);
      toast(t("settings.botWithoutToken", { name: name.trim() }));
      onClose();
    });
  };
  if (token !== null) return <TokenShown name={name.trim()} onClose={onClose} token={token} />;
  return (
    <Dialog
      footer={
        <>
          <Button onClick={onClose}>{t("settings.cancel")}</Button>
          <Button busy={busy} form={formId} kind="primary" type="submit">
            {t("settings.create")}
          </Button>
        </>
      }
      onClose={onClose}
      title={t("settings.createBotTitle")}
    >
      <form id={formId} noValidate onSubmit={submit}>
        <TextField
          autoComplete="off"
          autoFocus
          error={error}
          hint={t("settings.botNameHint")}
          label={t("settings.botName")}
          onChange={(value) => {
            setName(value);
            setError(undefined);
          }}
          value={name}
        />
      </form>
    </Dialog>
  );
}
