import css from "./Tag.module.css";

/** A word beside a name. */
export function Tag({ children }: { children: string }) {
  return <span className={css.tag}>{children}</span>;
}
