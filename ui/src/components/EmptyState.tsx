import type { ReactNode } from "react";
import css from "./EmptyState.module.css";
import { Icon, type IconType } from "./Icon.tsx";

export interface EmptyStateProps {
  icon: IconType;
  title: string;
  text?: string | undefined;
  /** What can be done about it. */
  children?: ReactNode;
  /** The level of its heading. */
  level?: 1 | 2 | 3 | undefined;
}

/** Why there is nothing here, and what comes next. */
export function EmptyState({ icon, title, text, children, level = 2 }: EmptyStateProps) {
  const Heading = `h${level}` as const;
  return (
    <div className={css.empty}>
      <span className={css.disc}>
        <Icon of={icon} size="lg" />
      </span>
      <Heading className={css.title}>{title}</Heading>
      {text && <p className={css.text}>{text}</p>}
      {children && <div className={css.actions}>{children}</div>}
    </div>
  );
}
