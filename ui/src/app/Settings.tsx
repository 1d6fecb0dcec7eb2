import "../text/ofSettings.ts";
import { useLocation } from "wouter";
import { useTitle } from "../components/useTitle.ts";
import { SettingsPage } from "../features/settings/SettingsPage.tsx";
import { paths } from "../paths.ts";
import { t } from "../text/t.ts";
import { lastPlace } from "./remembered.ts";
import { Waiting } from "./Waiting.tsx";

/** The settings, which close to where the person was. */
export function Settings({ page }: { page: string }) {
  const [, navigate] = useLocation();
  useTitle(t("shell.titleSettings"));
  const close = () => {
    const place = lastPlace();
    navigate(place ? paths.channel(place.guildId, place.channelId) : paths.home);
  };
  return (
    <>
      <SettingsPage page={page} onClose={close} />
      <Waiting />
    </>
  );
}
