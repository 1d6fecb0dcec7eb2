import "../../text/ofArrive.ts";
import { Unlink, WifiOff } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import { Avatar } from "../../components/Avatar.tsx";
import { Banner } from "../../components/Banner.tsx";
import { Button } from "../../components/Button.tsx";
import { EmptyState } from "../../components/EmptyState.tsx";
import { LinkButton } from "../../components/LinkButton.tsx";
import { Spinner } from "../../components/Spinner.tsx";
import { StandingPage } from "../../components/StandingPage.tsx";
import { useSubmit } from "../../components/useSubmit.ts";
import { useTitle } from "../../components/useTitle.ts";
import type { Answer } from "../../engine/actions.ts";
import { useActions, useStore } from "../../engine/hooks.ts";
import type { WireInvite } from "../../net/wire.ts";
import { paths, thenTo } from "../../paths.ts";
import { t } from "../../text/t.ts";
import css from "./InvitePage.module.css";
import { forgetJoin, rememberJoin, wasChosen } from "./invitation.ts";
import { untilText } from "./untilText.ts";

/** What an invite link opens, for strangers and for people. */
export function InvitePage({ code }: { code: string }) {
  useTitle(t("arrive.inviteTitle"));
  const { invite: load } = useActions();
  const [answer, setAnswer] = useState<Answer<WireInvite> | null>(null);
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks again
  useEffect(() => {
    let left = false;
    setAnswer(null);
    load(code).then((found) => left || setAnswer(found));
    return () => {
      left = true;
    };
  }, [code, load, attempt]);

  return (
    <StandingPage>
      {!answer && (
        <div className={css.waiting}>
          <Spinner label={t("arrive.inviteLoading")} shown />
        </div>
      )}
      {answer && !answer.ok && <Failed onRetry={() => setAttempt(attempt + 1)} status={answer.status} />}
      {answer?.ok && <Invitation code={code} invite={answer.value} />}
    </StandingPage>
  );
}

function Failed({ status, onRetry }: { status: number; onRetry: () => void }) {
  const gone = status === 404 || status === 400;
  return (
    <EmptyState
      icon={gone ? Unlink : WifiOff}
      level={1}
      text={gone ? t("arrive.inviteGoneText") : undefined}
      title={t(gone ? "arrive.inviteGone" : "arrive.inviteFailed")}
    >
      {!gone && (
        <Button kind="primary" onClick={onRetry}>
          {t("arrive.tryAgain")}
        </Button>
      )}
      <LinkButton href={paths.home}>{t("arrive.toBelfry")}</LinkButton>
    </EmptyState>
  );
}

function Invitation({ code, invite }: { code: string; invite: WireInvite }) {
  const guild = invite.guild;
  const name = guild?.name ?? code;
  const inviter = invite.inviter;
  return (
    <div className={css.invitation}>
      <Avatar id={guild?.id ?? code} name={name} size="xl" square />
      <h1 className={css.title}>
        <span className={css.lead}>
          {inviter
            ? t("arrive.invitedBy", { name: inviter.global_name ?? inviter.username })
            : t("arrive.invited")}
        </span>{" "}
        <span className={css.name}>{name}</span>
      </h1>
      {guild?.description && <p>{guild.description}</p>}
      <Facts invite={invite} />
      <Choice code={code} guildId={guild?.id ?? ""} name={name} />
      {invite.expires_at && (
        <p className={css.ends}>
          {t("arrive.inviteEnds", { when: untilText(Date.parse(invite.expires_at), Date.now()) })}
        </p>
      )}
    </div>
  );
}

function Facts({ invite }: { invite: WireInvite }) {
  const facts: ReactNode[] = [];
  if (invite.approximate_presence_count !== undefined)
    facts.push(
      <li className={css.online} key="online">
        {t("arrive.online", { count: invite.approximate_presence_count })}
      </li>,
    );
  if (invite.approximate_member_count !== undefined)
    facts.push(<li key="members">{t("arrive.members", { count: invite.approximate_member_count })}</li>);
  return facts.length > 0 && <ul className={css.facts}>{facts}</ul>;
}

/** What this visitor can do with it. */
function Choice({ code, guildId, name }: { code: string; guildId: string; name: string }) {
  const self = useStore((state) => state.self.kind);
  const isMember = useStore((state) => state.guilds[guildId] !== undefined);
  if (self === "stranger") return <StrangersChoice code={code} />;
  if (self === "arriving") return <Spinner label={t("arrive.inviteLoading")} />;
  if (isMember) return <MembersChoice code={code} guildId={guildId} name={name} />;
  return <PersonsChoice code={code} name={name} />;
}

function StrangersChoice({ code }: { code: string }) {
  const here = paths.invite(code);
  const chosen = () => rememberJoin(code);
  return (
    <div className={css.choice}>
      <LinkButton href={thenTo(here, paths.register)} kind="primary" onClick={chosen} wide>
        {t("arrive.register")}
      </LinkButton>
      <LinkButton href={thenTo(here)} onClick={chosen} wide>
        {t("arrive.logIn")}
      </LinkButton>
    </div>
  );
}

function MembersChoice({ code, guildId, name }: { code: string; guildId: string; name: string }) {
  const [, navigate] = useLocation();
  const path = paths.guild(guildId);
  // A stranger who came back as a member wanted to be there.
  useEffect(() => {
    if (!wasChosen(code)) return;
    forgetJoin();
    navigate(path, { replace: true });
  }, [code, navigate, path]);
  return (
    <div className={css.choice}>
      <p className={css.ends}>{t("arrive.alreadyIn")}</p>
      <LinkButton href={path} kind="primary" wide>
        <span className={css.oneLine}>{t("arrive.open", { server: name })}</span>
      </LinkButton>
    </div>
  );
}

function PersonsChoice({ code, name }: { code: string; name: string }) {
  const { acceptInvite } = useActions();
  const [, navigate] = useLocation();
  const { busy, refused, run } = useSubmit(
    () => {
      forgetJoin();
      return acceptInvite(code);
    },
    ({ value: { guildId, channelId } }) =>
      navigate(channelId ? paths.channel(guildId, channelId) : paths.guild(guildId), { replace: true }),
  );
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current || !wasChosen(code)) return;
    asked.current = true;
    run();
  }, [code, run]);
  return (
    <div className={css.choice}>
      {refused && <Banner kind="danger">{refused.message}</Banner>}
      <Button busy={busy} kind="primary" onClick={run} wide>
        <span className={css.oneLine}>{t("arrive.join", { server: name })}</span>
      </Button>
      <LinkButton href={paths.home} wide>
        {t("arrive.notNow")}
      </LinkButton>
    </div>
  );
}
