import { Link } from "wouter";
import { Mark } from "../components/Mark.tsx";
import { useTitle } from "../components/useTitle.ts";
import { paths } from "../paths.ts";
import { t } from "../text/t.ts";
import styles from "./Page.module.css";

/** The page of an address that leads nowhere. */
export function NotFound() {
  useTitle(t("shell.titlePage", { page: t("shell.notFoundTitle") }));
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <Mark size="lg" />
        <h1 className={styles.title}>{t("shell.notFoundTitle")}</h1>
        <p className={styles.text}>{t("shell.notFoundText")}</p>
        <Link className={styles.action} href={paths.home}>
          {t("shell.notFoundHome")}
        </Link>
      </div>
    </main>
  );
}
