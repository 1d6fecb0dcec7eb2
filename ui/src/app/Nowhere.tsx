import { CloudOff, Compass, Hash } from "lucide-react";
import { useLocation } from "wouter";
import { Button } from "../components/Button.tsx";
import { EmptyState } from "../components/EmptyState.tsx";
import { useStore } from "../engine/hooks.ts";
import { FirstRun } from "../features/arrive/FirstRun.tsx";
import type { ServerDoors } from "../features/servers/dialog.ts";
import { paths } from "../paths.ts";
import { can } from "../state/select/permissions.ts";
import { nowhere } from "../text/nowhere.ts";
import { addTexts, t } from "../text/t.ts";
import type { Shown } from "./chat.tsx";

addTexts(nowhere);

interface Props {
  readonly place: Shown;
  readonly doors: ServerDoors;
}

/** Says why there are no messages. Seen once or never: it is fetched when it is. */
export function Nowhere({ place, doors }: Props) {
  const [, navigate] = useLocation();
  switch (place.kind) {
    case "guild-gone":
      return (
        <EmptyState icon={Compass} text={t("nowhere.guildGoneText")} title={t("nowhere.guildGoneTitle")}>
          <GoButton label={t("nowhere.goHome")} to={paths.home} />
        </EmptyState>
      );
    case "guild-away":
      return (
        <EmptyState icon={CloudOff} text={t("nowhere.guildAwayText")} title={t("nowhere.guildAwayTitle")} />
      );
    case "channel-gone":
      if (place.other !== null) return <ChannelGone guildId={place.guildId} other={place.other} />;
      return <NoChannel guildId={place.guildId} onCreate={doors.onCreateChannel} />;
    case "no-channel":
      return <NoChannel guildId={place.guildId} onCreate={doors.onCreateChannel} />;
    case "first-run":
      return (
        <FirstRun
          onCreate={() => doors.onDialog({ kind: "add", tab: "create" })}
          onJoin={(code) => navigate(paths.invite(code))}
        />
      );
    case "channel":
      return null;
  }
}

function ChannelGone({ guildId, other }: { guildId: string; other: string }) {
  const name = useStore((state) => state.channels[other]?.name);
  return (
    <EmptyState icon={Hash} text={t("nowhere.goneText")} title={t("nowhere.goneTitle")}>
      {name !== undefined && (
        <GoButton label={t("nowhere.goChannel", { name })} to={paths.channel(guildId, other)} />
      )}
    </EmptyState>
  );
}

function NoChannel({ guildId, onCreate }: { guildId: string; onCreate: ServerDoors["onCreateChannel"] }) {
  const may = useStore((state) => can(state, guildId, "MANAGE_CHANNELS"));
  return (
    <EmptyState
      icon={Hash}
      text={t(may ? "nowhere.noChannelYours" : "nowhere.noChannelText")}
      title={t("nowhere.noChannelTitle")}
    >
      {may && (
        <Button kind="primary" onClick={() => onCreate(guildId, "text")}>
          {t("servers.createChannel")}
        </Button>
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
