import { Monitor, Smartphone } from "lucide-react";
import { useState } from "react";
import { Banner } from "../../components/Banner.tsx";
import { Button } from "../../components/Button.tsx";
import { ConfirmDialog } from "../../components/ConfirmDialog.tsx";
import { Icon } from "../../components/Icon.tsx";
import { LoadFailed } from "../../components/LoadFailed.tsx";
import { Skeleton } from "../../components/Skeleton.tsx";
import { Spinner } from "../../components/Spinner.tsx";
import { toast } from "../../components/toast.ts";
import { useBusy } from "../../components/useBusy.ts";
import { useActions } from "../../engine/hooks.ts";
import type { WireLogin } from "../../net/wire.ts";
import { t } from "../../text/t.ts";
import { ago } from "./ago.ts";
import css from "./Section.module.css";
import { Rows, Section } from "./Section.tsx";
import { useLoaded } from "./useLoaded.ts";

/** Where the person is logged in. */
export function SessionsPage() {
  const { logins } = useActions();
  const [loaded, reload] = useLoaded(logins);
  if (loaded.kind === "failed") return <LoadFailed message={loaded.refused.message} onRetry={reload} />;
  if (loaded.kind === "loading") return <Waiting />;
  const current = loaded.value.filter((login) => login.current);
  const others = loaded.value.filter((login) => !login.current);
  return (
    <>
      <Section text={t("settings.sessionsText")}>
        <h3 className={css.title}>{t("settings.thisSession")}</h3>
        <Rows>
          {current.map((login) => (
            <li key={login.id_hash}>
              <Device login={login} />
            </li>
          ))}
        </Rows>
      </Section>
      <Others logins={others} onChange={reload} />
    </>
  );
}

function Waiting() {
  return (
    <Section text={t("settings.sessionsText")}>
      <Spinner label={t("settings.loading")} />
      <Skeleton height="4rem" />
      <Skeleton height="4rem" />
    </Section>
  );
}

function Others({ logins, onChange }: { logins: readonly WireLogin[]; onChange: () => void }) {
  const { endLogins } = useActions();
  const [asking, setAsking] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, run] = useBusy();
  const end = (which: readonly WireLogin[]) =>
    run(async () => {
      setRefusal(null);
      const answer = await endLogins(which.map((login) => login.id_hash));
      setAsking(false);
      if (!answer.ok) return setRefusal(answer.message);
      toast(t("settings.ended", { count: which.length }));
      onChange();
    });
  return (
    <Section
      aside={logins.length > 1 && <Button onClick={() => setAsking(true)}>{t("settings.endAll")}</Button>}
      title={t("settings.otherSessions")}
    >
      {refusal && <Banner kind="danger">{refusal}</Banner>}
      {logins.length === 0 ? (
        <p className={css.text}>{t("settings.onlyThis")}</p>
      ) : (
        <Rows>
          {logins.map((login) => (
            <li key={login.id_hash}>
              <Device login={login} />
              <Button
                aria-label={t("settings.endOf", { device: deviceOf(login) })}
                disabled={busy}
                onClick={() => end([login])}
              >
                {t("settings.end")}
              </Button>
            </li>
          ))}
        </Rows>
      )}
      {asking && (
        <ConfirmDialog
          busy={busy}
          confirm={t("settings.endAll")}
          danger
          onClose={() => setAsking(false)}
          onConfirm={() => end(logins)}
          text={t("settings.endAllText", { count: logins.length })}
          title={t("settings.endAllTitle")}
        />
      )}
    </Section>
  );
}

function deviceOf({ client_info: { os, platform } }: WireLogin): string {
  if (os && platform) return t("settings.device", { platform, os });
  return platform ?? os ?? t("settings.unknownDevice");
}

function Device({ login }: { login: WireLogin }) {
  const now = Date.now();
  const handheld = /android|ios|iphone|ipad/i.test(login.client_info.os ?? "");
  return (
    <>
      <span className={css.device}>
        <Icon of={handheld ? Smartphone : Monitor} />
      </span>
      <div className={css.what}>
        <p className={css.name}>{deviceOf(login)}</p>
        {login.current ? (
          <p className={css.about}>
            {t("settings.inUse")} · {t("settings.loggedIn", { when: ago(Date.parse(login.issued_at), now) })}
          </p>
        ) : (
          <p className={css.about}>
            {t("settings.lastUsed", { when: ago(Date.parse(login.approx_last_used_time), now) })} ·{" "}
            {t("settings.loggedIn", { when: ago(Date.parse(login.issued_at), now) })}
          </p>
        )}
      </div>
    </>
  );
}
