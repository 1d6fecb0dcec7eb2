import { Bot, LogOut, MonitorSmartphone, Palette, UserRound, X } from "lucide-react";
import { type ReactElement, useEffect, useRef } from "react";
import { Link } from "wouter";
import { classes } from "../../components/classes.ts";
import { Icon, type IconType } from "../../components/Icon.tsx";
import { IconButton } from "../../components/IconButton.tsx";
import { useActions } from "../../engine/hooks.ts";
import { paths } from "../../paths.ts";
import { t } from "../../text/t.ts";
import { AccountPage } from "./AccountPage.tsx";
import { AppearancePage } from "./AppearancePage.tsx";
import { BotsPage } from "./BotsPage.tsx";
import { SessionsPage } from "./SessionsPage.tsx";
import css from "./SettingsPage.module.css";

type PageName = "account" | "sessions" | "appearance" | "bots";

const PAGES: readonly { name: PageName; text: `settings.${PageName}`; icon: IconType; view: ReactElement }[] =
  [
    { name: "account", text: "settings.account", icon: UserRound, view: <AccountPage /> },
    { name: "sessions", text: "settings.sessions", icon: MonitorSmartphone, view: <SessionsPage /> },
    { name: "appearance", text: "settings.appearance", icon: Palette, view: <AppearancePage /> },
    { name: "bots", text: "settings.bots", icon: Bot, view: <BotsPage /> },
  ];

/** All that a person can set, a page each. An unknown page is the first. */
export function SettingsPage({ page, onClose }: { page: string; onClose: () => void }) {
  const shown = PAGES.find(({ name }) => name === page) ?? PAGES[0];
  const { logOut } = useActions();
  useEscape(onClose);
  const main = useRef<HTMLElement>(null);
  // What opened them is gone.
  useEffect(() => main.current?.focus(), []);
  return (
    <div className={css.settings}>
      <header className={css.header}>
        <h1 className={css.title}>{t("settings.title")}</h1>
        <IconButton icon={X} keys="Esc" label={t("settings.close")} onClick={onClose} side="left" />
      </header>
      <nav aria-label={t("settings.pages")} className={css.nav}>
        <ul className={css.links}>
          {PAGES.map(({ name, text, icon }) => (
            <li key={name}>
              <Link
                aria-current={name === shown?.name ? "page" : undefined}
                className={css.link}
                href={paths.settings(name)}
                replace
              >
                <Icon of={icon} />
                {t(text)}
              </Link>
            </li>
          ))}
        </ul>
        <button className={classes(css.link, css.leave)} onClick={() => logOut()} type="button">
          <Icon of={LogOut} />
          {t("settings.logOut")}
        </button>
      </nav>
      <main className={css.main} ref={main} tabIndex={-1}>
        <div className={css.page}>
          <h2>{shown && t(shown.text)}</h2>
          {shown?.view}
        </div>
      </main>
    </div>
  );
}

/** Esc closes the page, unless something on it took the key. */
function useEscape(onClose: () => void) {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
      if (document.querySelector("dialog[open]")) return;
      onClose();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [onClose]);
}
