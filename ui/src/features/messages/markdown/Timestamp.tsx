import { useEffect, useState } from "react";
import type { TimestampStyle } from "../../../markdown/ast.ts";
import css from "./markdown.module.css";
import { staleAfterMs, timeText } from "./times.ts";

export function Timestamp({ unix, style }: { unix: number; style: TimestampStyle }) {
  const nowMs = useNow(unix, style === "R");
  return (
    <time
      className={css.time}
      dateTime={new Date(unix * 1000).toISOString()}
      title={timeText(unix, "F", nowMs)}
    >
      {timeText(unix, style, nowMs)}
    </time>
  );
}

/** Returns the time of the clock, again and again while `runs`. */
function useNow(unix: number, runs: boolean): number {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    if (!runs) return;
    const timer = setTimeout(() => setNowMs(Date.now()), staleAfterMs(unix, nowMs));
    return () => clearTimeout(timer);
  }, [unix, runs, nowMs]);
  return nowMs;
}
