import { classes } from "../../components/classes.ts";
import { VisuallyHidden } from "../../components/VisuallyHidden.tsx";
import { type Draft, toWire } from "../../engine/draft.ts";
import { limits } from "../../limits.ts";
import { t } from "../../text/t.ts";
import css from "./Composer.module.css";

/** From here on it is said how many are left. */
const NEAR = 200;

/** Returns how many characters the server still takes (it counts code points), below 0 where it takes no more. */
export function left(draft: Draft): number {
  // Most drafts are far from the limit, whatever their characters are.
  if (draft.text.length < limits.contentCharacters / 4 && draft.mentions.length === 0)
    return limits.contentCharacters;
  return limits.contentCharacters - [...toWire(draft).trim()].length;
}

export function Counter({ draft }: { draft: Draft }) {
  const count = left(draft);
  if (count > NEAR) return null;
  const words = count < 0 ? t("composer.over", { count: -count }) : t("composer.left", { count });
  return (
    <p className={classes(css.counter, count < 0 && css.over)}>
      <span aria-hidden>{count}</span>
      <VisuallyHidden>{words}</VisuallyHidden>
    </p>
  );
}
