import { Server } from "lucide-react";
import { type FormEvent, useCallback, useId, useState } from "react";
import { Banner } from "../../components/Banner.tsx";
import { Button } from "../../components/Button.tsx";
import { CopyField } from "../../components/CopyField.tsx";
import { Dialog } from "../../components/Dialog.tsx";
import { EmptyState } from "../../components/EmptyState.tsx";
import { LoadFailed } from "../../components/LoadFailed.tsx";
import { RadioGroup } from "../../components/RadioGroup.tsx";
import { SelectField } from "../../components/SelectField.tsx";
import { Spinner } from "../../components/Spinner.tsx";
import { toast } from "../../components/toast.ts";
import { useBusy } from "../../components/useBusy.ts";
import { useActions } from "../../engine/hooks.ts";
import type { WireApplication } from "../../net/wire.ts";
import { linkTo, paths } from "../../paths.ts";
import { t } from "../../text/t.ts";
import { RIGHTS, type Rights } from "./permissionNames.ts";
import css from "./Section.module.css";
import { useLoaded } from "./useLoaded.ts";

type Guilds = readonly { id: string; name: string }[];

/** Where the bot goes, and what it may do there; or a link with which others decide that. */
export function AddBotDialog({
  application,
  onClose,
}: {
  application: WireApplication;
  onClose: () => void;
}) {
  const { consent } = useActions();
  const formId = useId();
  const load = useCallback(() => consent(application.id), [consent, application.id]);
  const [loaded, reload] = useLoaded(load);
  const [busy, run] = useBusy();
  const canAdd = loaded.kind === "ready" && loaded.value.guilds.length > 0;
  return (
    <Dialog
      footer={
        canAdd && (
          <>
            <Button onClick={onClose}>{t("settings.cancel")}</Button>
            <Button busy={busy} form={formId} kind="primary" type="submit">
              {t("settings.add")}
            </Button>
          </>
        )
      }
      onClose={onClose}
      title={t("settings.addBotTitle", { name: application.name })}
    >
      {loaded.kind === "loading" && <Spinner label={t("settings.loading")} />}
      {loaded.kind === "failed" && <LoadFailed message={loaded.refused.message} onRetry={reload} />}
      {loaded.kind === "ready" && (
        <Choice
          application={application}
          formId={formId}
          guilds={loaded.value.guilds}
          onAdded={onClose}
          run={run}
        />
      )}
    </Dialog>
  );
}

function Choice(props: {
  application: WireApplication;
  guilds: Guilds;
  formId: string;
  run: (task: () => Promise<void>) => void;
  onAdded: () => void;
}) {
  const { application, guilds, formId, run, onAdded } = props;
  const { addBot } = useActions();
  const [guildId, setGuildId] = useState(guilds[0]?.id ?? "");
  const [rights, setRights] = useState<Rights>("talk");
  const [refusal, setRefusal] = useState<string | null>(null);
  const server = guilds.find(({ id }) => id === guildId)?.name ?? "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run(async () => {
      setRefusal(null);
      const answer = await addBot(application.id, guildId, RIGHTS[rights]);
      if (!answer.ok) return setRefusal(answer.message);
      toast(t("settings.added", { name: application.name, server }));
      onAdded();
    });
  };
  return (
    <form className={css.form} id={formId} noValidate onSubmit={submit}>
      {guilds.length === 0 ? (
        <EmptyState
          icon={Server}
          level={3}
          text={t("settings.noServersText")}
          title={t("settings.noServers")}
        />
      ) : (
        <SelectField
          label={t("settings.chooseServer")}
          onChange={setGuildId}
          options={guilds.map(({ id, name }) => ({ value: id, label: name }))}
          value={guildId}
        />
      )}
      <RadioGroup
        label={t("settings.chooseRights")}
        onChange={setRights}
        options={[
          { value: "talk", label: t("settings.rightsTalk"), hint: t("settings.rightsTalkHint") },
          { value: "moderate", label: t("settings.rightsModerate"), hint: t("settings.rightsModerateHint") },
          { value: "all", label: t("settings.rightsAll"), hint: t("settings.rightsAllHint") },
        ]}
        value={rights}
      />
      {refusal && <Banner kind="danger">{refusal}</Banner>}
      <CopyField
        hint={t("settings.installLinkHint", { name: application.name })}
        label={t("settings.installLink")}
        value={linkTo(paths.authorize(application.id, RIGHTS[rights]))}
      />
    </form>
  );
}
