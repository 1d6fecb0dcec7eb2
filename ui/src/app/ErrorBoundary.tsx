import { Component, type ReactNode } from "react";
import { t } from "../text/t.ts";
import styles from "./Page.module.css";

interface Props {
  readonly children: ReactNode;
}

interface Broken {
  readonly why: string | null;
}

/** Shows a page that says what to do, where drawing failed. */
export class ErrorBoundary extends Component<Props, Broken> {
  override state: Broken = { why: null };

  static getDerivedStateFromError(error: unknown): Broken {
    return { why: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }

  override render(): ReactNode {
    if (this.state.why === null) return this.props.children;
    return (
      <main className={styles.page}>
        <div className={styles.card} role="alert">
          <h1 className={styles.title}>{t("shell.errorTitle")}</h1>
          <p className={styles.text}>{t("shell.errorText")}</p>
          <pre className={styles.why}>{this.state.why}</pre>
          <button type="button" className={styles.action} onClick={() => location.reload()}>
            {t("shell.reload")}
          </button>
        </div>
      </main>
    );
  }
}
