import { Bot, Plus } from "lucide-react";
import { useState } from "react";
import { Avatar } from "../../components/Avatar.tsx";
import { Button } from "../../components/Button.tsx";
import { CopyField } from "../../components/CopyField.tsx";
import { EmptyState } from "../../components/EmptyState.tsx";
import { LoadFailed } from "../../components/LoadFailed.tsx";
import { Skeleton } from "../../components/Skeleton.tsx";
import { Spinner } from "../../components/Spinner.tsx";
import { useActions } from "../../engine/hooks.ts";
import type { WireApplication } from "../../net/wire.ts";
import { t } from "../../text/t.ts";
import { AddBotDialog } from "./AddBotDialog.tsx";
import { CreateBotDialog } from "./CreateBotDialog.tsx";
import { ResetTokenDialog } from "./ResetTokenDialog.tsx";
import css from "./Section.module.css";
import { Rows, Section } from "./Section.tsx";
import { type Loaded, useLoaded } from "./useLoaded.ts";

type Open = { kind: "create" } | { kind: "add" | "reset"; application: WireApplication };

/** The person's bots: making one, its token, and where it goes. */
export function BotsPage() {
  const { applications } = useActions();
  const [loaded, reload] = useLoaded(applications);
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const some = loaded.kind === "ready" && loaded.value.length > 0;
  return (
    <>
      <Section
        aside={
          some && (
            <Button icon={Plus} kind="primary" onClick={() => setOpen({ kind: "create" })}>
              {t("settings.createBot")}
            </Button>
          )
        }
        text={t("settings.botsText")}
        title={t("settings.yourBots")}
      >
        <List loaded={loaded} onOpen={setOpen} onRetry={reload} />
      </Section>
      <Section text={t("settings.connectText")} title={t("settings.connect")}>
        <CopyField kind="quiet" label={t("settings.restBase")} mono value={`${location.origin}/api`} />
      </Section>
      {open?.kind === "create" && <CreateBotDialog onClose={close} onCreated={reload} />}
      {open?.kind === "add" && <AddBotDialog application={open.application} onClose={close} />}
      {open?.kind === "reset" && <ResetTokenDialog application={open.application} onClose={close} />}
    </>
  );
}

function List(props: {
  loaded: Loaded<readonly WireApplication[]>;
  onOpen: (open: Open) => void;
  onRetry: () => void;
}) {
  const { loaded, onOpen, onRetry } = props;
  if (loaded.kind === "failed") return <LoadFailed message={loaded.refused.message} onRetry={onRetry} />;
  if (loaded.kind === "loading")
    return (
      <>
        <Spinner label={t("settings.loading")} />
        <Skeleton height="4rem" />
      </>
    );
  if (loaded.value.length === 0)
    return (
      <EmptyState icon={Bot} level={3} text={t("settings.noBotsText")} title={t("settings.noBots")}>
        <Button icon={Plus} kind="primary" onClick={() => onOpen({ kind: "create" })}>
          {t("settings.createBot")}
        </Button>
      </EmptyState>
    );
  return (
    <Rows>
      {loaded.value.map((application) => (
        <li key={application.id}>
          <Avatar id={application.id} name={application.name} size="lg" />
          <div className={css.what}>
            <p className={css.name}>{application.name}</p>
            <p className={css.about}>{t("settings.botId", { id: application.id })}</p>
          </div>
          <div className={css.buttons}>
            <Button onClick={() => onOpen({ kind: "add", application })}>{t("settings.addBot")}</Button>
            <Button onClick={() => onOpen({ kind: "reset", application })}>{t("settings.resetToken")}</Button>
          </div>
        </li>
      ))}
    </Rows>
  );
}
