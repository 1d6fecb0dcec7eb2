import { classes } from "./classes.ts";
import css from "./Skeleton.module.css";

/** The room of something that is not here yet. Any CSS lengths; a line of text by default. */
export function Skeleton({
  width = "100%",
  height = "1em",
  round,
}: {
  width?: string | undefined;
  height?: string | undefined;
  round?: boolean | undefined;
}) {
  return (
    <span
      aria-hidden
      className={classes(css.skeleton, round && css.round)}
      style={{ inlineSize: width, blockSize: height }}
    />
  );
}
