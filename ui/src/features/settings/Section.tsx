import type { ReactNode } from "react";
import css from "./Section.module.css";

/** A part of a settings page. */
export function Section({
  title,
  text,
  aside,
  children,
}: {
  title?: string;
  text?: string;
  /** A button beside the title. */
  aside?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <section className={css.section}>
      {(title || text || aside) && (
        <div className={css.head}>
          <div className={css.words}>
            {title && <h3 className={css.title}>{title}</h3>}
            {text && <p className={css.text}>{text}</p>}
          </div>
          {aside}
        </div>
      )}
      {children}
    </section>
  );
}

/** Things below each other on one card. */
export function Rows({ children }: { children: ReactNode }) {
  return <ul className={css.rows}>{children}</ul>;
}
