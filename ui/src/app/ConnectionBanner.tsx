import { useEffect, useRef, useState } from "react";
import { Banner } from "../components/Banner.tsx";
import { Button } from "../components/Button.tsx";
import { classes } from "../components/classes.ts";
import { useEngine, useStore } from "../engine/hooks.ts";
import type { Connection } from "../net/connection.ts";
import { t } from "../text/t.ts";
import css from "./ConnectionBanner.module.css";

/** A line that is up again this soon was not worth a word. */
const CONNECTING_MS = 700;

type Line = "open" | "connecting" | keyof typeof WORDS;

const WORDS = {
  lost: { title: "shell.reconnecting", text: "shell.reconnectingText" },
  offline: { title: "shell.offline", text: "shell.offlineText" },
  outdated: { title: "shell.outdated", text: "shell.outdatedText" },
} as const;
/** Before anything was shown, and one could write. */
const FIRST = {
  ...WORDS,
  lost: { title: "shell.connecting", text: "shell.connectingText" },
  offline: { title: "shell.offline", text: "shell.connectingOffline" },
} as const;

function lineOf(connection: Connection): Line {
  switch (connection.kind) {
    case "open":
      return "open";
    case "connecting":
      return connection.attempt > 0 ? "lost" : "connecting";
    case "waiting":
      return connection.offline ? "offline" : "lost";
    // There is none yet: the program for it is fetched.
    case "closed":
      return "connecting";
    case "outdated":
      return "outdated";
  }
}

/**
 * Stands over the composer for as long as there is no line. It takes its room from the list's end, which stays pinned. `isOver`: over
 * the lower edge of a page that has nothing to show yet.
 */
export function ConnectionBanner({ isOver = false }: { isOver?: boolean }) {
  const line = useStore((state) => lineOf(state.connection));
  const engine = useEngine();
  const isSlow = useSlow(line === "connecting");
  const wasDown = useRef(false);
  const down = line === "open" || (line === "connecting" && !isSlow) ? null : line;
  const isDown = down !== null;
  useEffect(() => {
    if (isDown) wasDown.current = true;
  }, [isDown]);

  const words = (isOver ? FIRST : WORDS)[line === "offline" || line === "outdated" ? line : "lost"];
  return (
    <div className={classes(css.place, isOver && css.over)} data-banner={down ?? undefined}>
      {isDown && (
        <Banner kind="warning">
          <span className={css.row}>
            <span className={css.text}>
              <strong>{t(words.title)}</strong> {t(words.text)}
            </span>
            {line === "outdated" ? (
              <Button onClick={() => window.location.reload()}>{t("shell.reload")}</Button>
            ) : (
              <Button onClick={() => engine.retryNow()}>{t("shell.retryNow")}</Button>
            )}
          </span>
        </Banner>
      )}
      <span className={css.said} role="status">
        {!isDown && wasDown.current && t("shell.back")}
      </span>
    </div>
  );
}

function useSlow(waits: boolean): boolean {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    if (!waits) return;
    const timer = setTimeout(() => setSlow(true), CONNECTING_MS);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [waits]);
  return isSlow;
}
