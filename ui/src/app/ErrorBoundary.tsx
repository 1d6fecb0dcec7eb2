import { Component, type ReactNode } from "react";
import { t } from "../text/t.ts";
import styles from "./Page.module.css";

interface Props {
  readonly children: ReactNode;
  /** Where the person is: who goes elsewhere leaves behind what broke. */
  readonly at?: unknown;
  /** What to do instead of showing a page. */
  readonly onBroken?: () => void;
}

interface Broken {
  readonly why: string | null;
  readonly at: unknown;
}

/** Shows a page that says what to do, where drawing failed. */
export class ErrorBoundary extends Component<Props, Broken> {
  override state: Broken = { why: null, at: this.props.at };

  static getDerivedStateFromError(error: unknown): Pick<Broken, "why"> {
    return { why: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }

  static getDerivedStateFromProps({ at }: Props, before: Broken): Broken | null {
    return at === before.at ? null : { why: null, at };
  }

  override componentDidCatch(): void {
    this.props.onBroken?.();
  }

  override render(): ReactNode {
    if (this.state.why === null) return this.props.children;
    if (this.props.onBroken) return null;
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
