import type { ReactNode } from "react";
import { Arcade } from "./Arcade.tsx";
import { Wordmark } from "./Mark.tsx";
import css from "./StandingPage.module.css";

/** A sheet that stands alone: of arriving, or of what a link asks. */
export function StandingPage({ children }: { children: ReactNode }) {
  return (
    <div className={css.page}>
      <Arcade />
      <main className={css.main}>
        <Wordmark size="lg" />
        <div className={css.sheet}>{children}</div>
      </main>
    </div>
  );
}
