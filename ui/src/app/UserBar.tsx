import { Settings } from "lucide-react";
import { useLocation } from "wouter";
import { Avatar } from "../components/Avatar.tsx";
import { IconButton } from "../components/IconButton.tsx";
import { toast } from "../components/toast.ts";
import { useSelf, useStore } from "../engine/hooks.ts";
import { paths } from "../paths.ts";
import { t } from "../text/t.ts";
import { Settings as SettingsPage } from "./settingsLater.ts";
import css from "./UserBar.module.css";

/** Who is here, and the way to their settings. */
export function UserBar() {
  const [, navigate] = useLocation();
  const self = useSelf();
  const status = useStore((state) => (state.connection.kind === "open" ? "online" : "offline"));
  if (!self) return null;
  const shown = self.globalName ?? self.name;
  return (
    <div className={css.bar}>
      <Avatar id={self.id} name={shown} size="md" status={status} />
      <div className={css.names}>
        <div className={css.name}>{shown}</div>
        {shown !== self.name && <div className={css.userName}>{self.name}</div>}
      </div>
      <IconButton
        icon={Settings}
        label={t("shell.settings")}
        onClick={() =>
          SettingsPage.load().then(
            () => navigate(paths.settings("account")),
            () => toast(t("components.loadFailed")),
          )
        }
      />
    </div>
  );
}
