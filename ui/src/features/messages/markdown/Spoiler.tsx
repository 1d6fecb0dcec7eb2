import { type ReactNode, useState } from "react";
import { t } from "../../../text/t.ts";
import css from "./markdown.module.css";
import { byKey } from "./Pressable.tsx";

/** Covers its content until somebody asks for it; the content already has its place, so that nothing moves. */
export function Spoiler({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState(false);
  // The same element goes on as the content, so that the focus is not lost.
  if (shown) {
    return (
      <span className={css.revealed} tabIndex={-1}>
        <span>{children}</span>
      </span>
    );
  }
  const show = () => setShown(true);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a <button> is a box that cannot go over the end of a line
    <span
      className={css.spoiler}
      role="button"
      tabIndex={0}
      aria-expanded={false}
      aria-label={t("markdown.spoiler")}
      title={t("markdown.spoiler")}
      onClick={show}
      onKeyDown={byKey(show)}
    >
      <span inert>{children}</span>
    </span>
  );
}
