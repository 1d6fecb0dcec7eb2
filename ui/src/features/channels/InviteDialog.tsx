import { useCallback, useEffect, useRef, useState } from "react";
import { Banner } from "../../components/Banner.tsx";
import { Button } from "../../components/Button.tsx";
import { CopyField } from "../../components/CopyField.tsx";
import { Dialog } from "../../components/Dialog.tsx";
import { SelectField } from "../../components/SelectField.tsx";
import { useActions, useStore } from "../../engine/hooks.ts";
import type { WireInvite } from "../../net/wire.ts";
import { linkTo, paths } from "../../paths.ts";
import type { Channel } from "../../state/model.ts";
import { locale } from "../../text/locale.ts";
import { t } from "../../text/t.ts";
import css from "./ChannelForm.module.css";

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;
/** What Discord offers, so that people find what they know. 0 is never. */
const AGES_S = [30 * MINUTE_S, HOUR_S, 6 * HOUR_S, 12 * HOUR_S, DAY_S, 7 * DAY_S, 0];
/** 0 is without limit. */
const USES = [0, 1, 5, 10, 25, 50, 100];

const times = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });

type Link =
  | { readonly kind: "making" }
  | { readonly kind: "made"; readonly url: string; readonly hint: string | undefined }
  | { readonly kind: "refused"; readonly message: string };

/** A link by which people join: for each choice the one that there is, or a new one; those made before go on working. */
export function InviteDialog({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const name = useStore((state) => state.guilds[channel.guildId]?.name ?? "");
  const [maxAgeS, setMaxAgeS] = useState(7 * DAY_S);
  const [maxUses, setMaxUses] = useState(0);
  const { link, retry } = useInviteLink(channel.id, maxAgeS, maxUses);
  return (
    <Dialog
      footer={
        <Button kind="quiet" onClick={onClose}>
          {t("channels.done")}
        </Button>
      }
      onClose={onClose}
      title={t("channels.inviteTitle", { name })}
    >
      <div className={css.form}>
        <p>{t("channels.inviteText", { channel: channel.name })}</p>
        <CopyField
          autoFocus
          hint={link.kind === "made" ? link.hint : undefined}
          label={t("channels.inviteLink")}
          value={link.kind === "made" ? link.url : link.kind === "making" ? t("channels.inviteMaking") : ""}
        />
        {link.kind === "refused" && (
          <Banner kind="danger">
            {link.message} <Button onClick={retry}>{t("channels.inviteRetry")}</Button>
          </Banner>
        )}
        <div className={css.pair}>
          <SelectField
            label={t("channels.inviteExpiry")}
            onChange={(value) => setMaxAgeS(Number(value))}
            options={AGES_S.map((ageS) => ({ value: String(ageS), label: ageLabel(ageS) }))}
            value={String(maxAgeS)}
          />
          <SelectField
            label={t("channels.inviteUses")}
            onChange={(value) => setMaxUses(Number(value))}
            options={USES.map((uses) => ({ value: String(uses), label: usesLabel(uses) }))}
            value={String(maxUses)}
          />
        </div>
      </div>
    </Dialog>
  );
}

/** A link for each choice, made once: who goes back to a choice finds its link again. */
function useInviteLink(channelId: string, maxAgeS: number, maxUses: number) {
  const actions = useActions();
  const links = useRef(new Map<string, Link>());
  const [link, setLink] = useState<Link>({ kind: "making" });
  const [attempt, setAttempt] = useState(0);
  const retry = useCallback(() => setAttempt((before) => before + 1), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: an attempt is another try at the same
  useEffect(() => {
    const choice = `${maxAgeS} ${maxUses}`;
    const known = links.current.get(choice);
    if (known) return setLink(known);
    let isOver = false;
    setLink({ kind: "making" });
    const take = async () => {
      const answer = await actions.createInvite(channelId, { maxAgeS, maxUses });
      const now: Link = answer.ok ? made(answer.value) : { kind: "refused", message: answer.message };
      if (answer.ok) links.current.set(choice, now);
      if (!isOver) setLink(now);
    };
    void take();
    return () => {
      isOver = true;
    };
  }, [actions, channelId, maxAgeS, maxUses, attempt]);
  return { link, retry };
}

/** One that was made before ends sooner than the choice says. */
function made({ code, expires_at }: WireInvite): Link {
  const hint = expires_at
    ? t("channels.inviteEnds", { when: times.format(Date.parse(expires_at)) })
    : undefined;
  return { kind: "made", url: linkTo(paths.invite(code)), hint };
}

function ageLabel(ageS: number): string {
  if (ageS === 0) return t("channels.never");
  if (ageS < HOUR_S) return t("channels.minutes", { count: ageS / MINUTE_S });
  if (ageS < DAY_S) return t("channels.hours", { count: ageS / HOUR_S });
  return t("channels.days", { count: ageS / DAY_S });
}

function usesLabel(uses: number): string {
  return uses === 0 ? t("channels.noLimit") : t("channels.uses", { count: uses });
}
