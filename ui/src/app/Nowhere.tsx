import { CloudOff, Compass, Hash } from "lucide-react";
import type { ReactNode } from "react";
import { useLocation } from "wouter";
import { Button } from "../components/Button.tsx";
import { EmptyState } from "../components/EmptyState.tsx";
import { useStore } from "../engine/hooks.ts";
import { t } from "../text/t.ts";
import { ChannelHeader } from "./ChannelHeader.tsx";
import { ConnectionBanner } from "./ConnectionBanner.tsx";
import type { Shown } from "./chat.tsx";
import { paths } from "./paths.ts";
import css from "./Shell.module.css";
import type { Drawers } from "./useDrawers.ts";

interface Props {
  readonly place: Shown;
  readonly drawers: Drawers;
  readonly onHelp: () => void;
  /** What a person sees who is in no server. */
  readonly children: ReactNode;
}

/** Stands where the messages would be, and says why there are none. */
export function Nowhere({ place, drawers, onHelp, children }: Props) {
  return (
    <>
      <ChannelHeader channel={null} drawers={drawers} hasMembers={"guildId" in place} onHelp={onHelp} />
      <div className={css.empty}>{place.kind === "first-run" ? children : <Why place={place} />}</div>
      <ConnectionBanner />
    </>
  );
}

function Why({ place }: { place: Shown }) {
  switch (place.kind) {
    case "guild-gone":
      return (
        <EmptyState icon={Compass} text={t("shell.guildGoneText")} title={t("shell.guildGoneTitle")}>
          <GoButton label={t("shell.goHome")} to={paths.home} />
        </EmptyState>
      );
    case "guild-away":
      return <EmptyState icon={CloudOff} text={t("shell.guildAwayText")} title={t("shell.guildAwayTitle")} />;
    case "channel-gone":
      return <ChannelGone guildId={place.guildId} other={place.other} />;
    default:
      return <EmptyState icon={Hash} text={t("shell.noChannelText")} title={t("shell.noChannelTitle")} />;
  }
}

function ChannelGone({ guildId, other }: { guildId: string; other: string | null }) {
  const name = useStore((state) => (other === null ? null : (state.channels[other]?.name ?? null)));
  return (
    <EmptyState icon={Hash} text={t("shell.goneText")} title={t("shell.goneTitle")}>
      {other !== null && name !== null && (
        <GoButton label={t("shell.goChannel", { name })} to={paths.channel(guildId, other)} />
      )}
    </EmptyState>
  );
}

function GoButton({ label, to }: { label: string; to: string }) {
  const [, navigate] = useLocation();
  return (
    <Button kind="primary" onClick={() => navigate(to)}>
      {label}
    </Button>
  );
}
