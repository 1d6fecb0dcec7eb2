import { useEffect, useRef, useState } from "react";
import { Banner } from "../components/Banner.tsx";
import { Button } from "../components/Button.tsx";
import { useEngine, useStore } from "../engine/hooks.ts";
import type { Connection } from "../net/connection.ts";
import { t } from "../text/t.ts";
import css from "./ConnectionBanner.module.css";

/** A line that is up again this soon was not worth a word. */
const CONNECTING_MS = 700;

type Line = "open" | "connecting" | "lost" | "offline";

function lineOf(connection: Connection): Line {
  switch (connection.kind) {
    case "open":
      return "open";
    case "connecting":
      return connection.attempt > 0 ? "lost" : "connecting";
    case "waiting":
      return connection.offline ? "offline" : "lost";
    case "closed":
      return "lost";
  }
}

/** Stands over the composer for as long as there is no line. It takes its room from the list's end, which stays pinned. */
export function ConnectionBanner() {
  const line = useStore((state) => lineOf(state.connection));
  const engine = useEngine();
  const isSlow = useSlow(line === "connecting");
  const wasDown = useRef(false);
  const isDown = line === "lost" || line === "offline" || isSlow;
  useEffect(() => {
    if (isDown) wasDown.current = true;
  }, [isDown]);

  const isOffline = line === "offline";
  return (
    <div className={css.place} data-banner={isDown ? line : undefined}>
      {isDown && (
        <Banner kind="warning">
          <span className={css.row}>
            <span className={css.text}>
              <strong>{t(isOffline ? "shell.offline" : "shell.reconnecting")}</strong>{" "}
              {t(isOffline ? "shell.offlineText" : "shell.reconnectingText")}
            </span>
            <Button onClick={() => engine.retryNow()}>{t("shell.retryNow")}</Button>
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
