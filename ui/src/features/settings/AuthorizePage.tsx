import { BotOff, CircleCheck, Server, ShieldCheck } from "lucide-react";
import { type FormEvent, useCallback, useState } from "react";
import { useSearch } from "wouter";
import { Avatar } from "../../components/Avatar.tsx";
import { Banner } from "../../components/Banner.tsx";
import { Button } from "../../components/Button.tsx";
import { EmptyState } from "../../components/EmptyState.tsx";
import { Icon } from "../../components/Icon.tsx";
import { LinkButton } from "../../components/LinkButton.tsx";
import { LoadFailed } from "../../components/LoadFailed.tsx";
import { SelectField } from "../../components/SelectField.tsx";
import { Spinner } from "../../components/Spinner.tsx";
import { StandingPage } from "../../components/StandingPage.tsx";
import { useSubmit } from "../../components/useSubmit.ts";
import { useTitle } from "../../components/useTitle.ts";
import { useActions, useSelf } from "../../engine/hooks.ts";
import type { WireApplication } from "../../net/wire.ts";
import { paths } from "../../paths.ts";
import { t } from "../../text/t.ts";
import css from "./AuthorizePage.module.css";
import { asked, readPermissions } from "./permissionNames.ts";
import { useLoaded } from "./useLoaded.ts";

interface Guild {
  id: string;
  name: string;
}

/** What a bot's install link opens: who it is, what it wants, and where it may come. */
export function AuthorizePage() {
  useTitle(t("settings.authorizeTitle"));
  const query = new URLSearchParams(useSearch());
  const clientId = query.get("client_id") ?? "";
  return (
    <StandingPage>
      {/^\d{1,20}$/.test(clientId) ? (
        <Consent
          clientId={clientId}
          guildId={query.get("guild_id")}
          permissions={readPermissions(query.get("permissions"))}
        />
      ) : (
        <Unknown />
      )}
    </StandingPage>
  );
}

function Unknown() {
  return (
    <EmptyState
      icon={BotOff}
      level={1}
      text={t("settings.authorizeUnknownText")}
      title={t("settings.authorizeUnknown")}
    >
      <LinkButton href={paths.home} kind="primary">
        {t("settings.toBelfry")}
      </LinkButton>
    </EmptyState>
  );
}

function Consent(props: { clientId: string; guildId: string | null; permissions: bigint }) {
  const { consent } = useActions();
  const load = useCallback(() => consent(props.clientId), [consent, props.clientId]);
  const [loaded, reload] = useLoaded(load);
  const [joined, setJoined] = useState<Guild | null>(null);
  if (loaded.kind === "loading") return <Spinner label={t("settings.loading")} shown />;
  if (loaded.kind === "failed")
    return loaded.refused.status === 404 ? (
      <Unknown />
    ) : (
      <LoadFailed message={loaded.refused.message} onRetry={reload} />
    );
  const { application, guilds } = loaded.value;
  if (joined) return <Done guild={joined} name={application.name} />;
  return (
    <Choice
      application={application}
      guilds={guilds}
      onJoined={setJoined}
      permissions={props.permissions}
      wanted={props.guildId}
    />
  );
}

function Done({ name, guild }: { name: string; guild: Guild }) {
  return (
    <EmptyState
      icon={CircleCheck}
      level={1}
      text={t("settings.authorizeDoneText", { server: guild.name })}
      title={t("settings.authorizeDone", { name })}
    >
      <LinkButton href={paths.guild(guild.id)} kind="primary">
        {t("settings.openServer", { server: guild.name })}
      </LinkButton>
    </EmptyState>
  );
}

function Choice(props: {
  application: WireApplication;
  guilds: readonly Guild[];
  wanted: string | null;
  permissions: bigint;
  onJoined: (guild: Guild) => void;
}) {
  const { application, guilds, permissions, onJoined } = props;
  const { addBot } = useActions();
  const first = guilds.find(({ id }) => id === props.wanted) ?? guilds[0];
  const [guildId, setGuildId] = useState(first?.id ?? "");
  const { busy, refused, run } = useSubmit(
    () => addBot(application.id, guildId, permissions),
    () => {
      const guild = guilds.find(({ id }) => id === guildId);
      if (guild) onJoined(guild);
    },
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run();
  };
  return (
    <form className={css.form} noValidate onSubmit={submit}>
      <div className={css.who}>
        <Avatar id={application.id} name={application.name} size="xl" />
        <h1 className={css.title}>
          <bdi>{application.name}</bdi> <span className={css.lead}>{t("settings.authorizeLead")}</span>
        </h1>
      </div>
      <Wants permissions={permissions} />
      {guilds.length > 0 ? (
        <SelectField
          label={t("settings.chooseServer")}
          onChange={setGuildId}
          options={guilds.map(({ id, name }) => ({ value: id, label: name }))}
          value={guildId}
        />
      ) : (
        <EmptyState
          icon={Server}
          level={2}
          text={t("settings.noServersText")}
          title={t("settings.noServers")}
        />
      )}
      {refused && <Banner kind="danger">{refused.message}</Banner>}
      <div className={css.buttons}>
        {guilds.length > 0 && (
          <Button busy={busy} kind="primary" type="submit" wide>
            {t("settings.authorize")}
          </Button>
        )}
        <LinkButton href={paths.home} wide>
          {t("settings.cancel")}
        </LinkButton>
      </div>
      <DecidesAs />
    </form>
  );
}

function Wants({ permissions }: { permissions: bigint }) {
  const { names, others } = asked(permissions);
  return (
    <section className={css.wants}>
      <h2 className={css.heading}>{t("settings.authorizeWill")}</h2>
      {names.length === 0 && others === 0 && <p>{t("settings.authorizeNothing")}</p>}
      <ul className={css.list}>
        {names.map((name) => (
          <li data-strong={name === "ADMINISTRATOR" || undefined} key={name}>
            <Icon of={ShieldCheck} />
            {t(`settings.may.${name}`)}
          </li>
        ))}
        {others > 0 && <li className={css.others}>{t("settings.authorizeMore", { count: others })}</li>}
      </ul>
    </section>
  );
}

function DecidesAs() {
  const self = useSelf();
  return (
    self && <p className={css.as}>{t("settings.authorizeAs", { name: self.globalName ?? self.name })}</p>
  );
}
