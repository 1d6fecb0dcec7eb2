import type { ReactNode } from "react";
import { Wordmark } from "../../components/Mark.tsx";
import { Arcade } from "./Arcade.tsx";
import css from "./ArriveFrame.module.css";

/** The sheet that the pages of arriving stand on. */
export function ArriveFrame({ children, wide }: { children: ReactNode; wide?: boolean }) {
  return (
    <div className={css.page}>
      <Arcade />
      <main className={css.main} data-wide={wide || undefined}>
        <Wordmark size="lg" />
        <div className={css.sheet}>{children}</div>
      </main>
    </div>
  );
}
