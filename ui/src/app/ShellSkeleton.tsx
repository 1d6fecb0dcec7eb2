import { classes } from "../components/classes.ts";
import { Skeleton } from "../components/Skeleton.tsx";
import { VisuallyHidden } from "../components/VisuallyHidden.tsx";
import { t } from "../text/t.ts";
import css from "./ShellSkeleton.module.css";

const WIDTHS = ["55%", "80%", "35%", "60%", "70%", "45%", "30%"] as const;
const FACE = "var(--size-avatar)";

/** What stands where the shell will be: the same columns, so that nothing moves when it comes. */
export function ShellSkeleton() {
  return (
    <main aria-busy="true" className={css.shell}>
      <VisuallyHidden>{t("shell.loading")}</VisuallyHidden>
      <div aria-hidden className={css.rail}>
        {WIDTHS.slice(0, 3).map((width) => (
          <Skeleton height={FACE} key={width} width={FACE} />
        ))}
      </div>
      <div aria-hidden className={css.side}>
        <Lines />
      </div>
      <div aria-hidden className={css.main}>
        {WIDTHS.slice(0, 5).map((width) => (
          <div className={css.row} key={width}>
            <Skeleton height={FACE} round width={FACE} />
            <div className={css.lines}>
              <Skeleton width="20%" />
              <Skeleton width={width} />
            </div>
          </div>
        ))}
        <Skeleton height="var(--size-control)" />
      </div>
      <div aria-hidden className={css.members}>
        <Lines />
      </div>
    </main>
  );
}

/** As the settings are: their links, and a page. */
export function SettingsSkeleton() {
  return (
    <main aria-busy="true" className={classes(css.shell, css.settings)}>
      <VisuallyHidden>{t("shell.loading")}</VisuallyHidden>
      <div aria-hidden className={css.side}>
        <Lines />
      </div>
      <div aria-hidden className={css.page}>
        <Lines />
      </div>
    </main>
  );
}

function Lines() {
  return WIDTHS.map((width) => <Skeleton key={width} width={width} />);
}
