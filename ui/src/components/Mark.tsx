import css from "./Mark.module.css";

/** A bell in the arch of its tower. The same drawing as favicon.svg. */
export function Mark({ size = "md" }: { size?: "md" | "lg" | undefined }) {
  return (
    <svg aria-hidden className={css[size]} viewBox="0 0 32 32">
      <path className={css.arch} d="M3 15.5a13 13 0 0 1 26 0V28a3 3 0 0 1-3 3H6a3 3 0 0 1-3-3z" />
      <path
        className={css.bell}
        d="M16 6.5a1.7 1.7 0 0 1 1.7 1.7v.9c3.2.7 5.3 3.4 5.3 6.9v3.2l2 2.6a1 1 0 0 1-.8 1.7H7.8a1 1 0 0 1-.8-1.7l2-2.6V16c0-3.5 2.1-6.2 5.3-6.9v-.9A1.7 1.7 0 0 1 16 6.5zM12.8 25.2h6.4a3.2 3.2 0 0 1-6.4 0z"
      />
    </svg>
  );
}

/** The mark and the name. */
export function Wordmark({ size = "md" }: { size?: "md" | "lg" | undefined }) {
  return (
    <span className={css.wordmark} data-size={size}>
      <Mark size={size} />
      Belfry
    </span>
  );
}
