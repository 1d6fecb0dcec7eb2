import { Avatar } from "../../components/Avatar.tsx";
import { classes } from "../../components/classes.ts";
import { VisuallyHidden } from "../../components/VisuallyHidden.tsx";
import { t } from "../../text/t.ts";
import css from "./SuggestionList.module.css";
import type { Suggestion } from "./suggestions.ts";
import type { Completion } from "./useSuggestions.ts";

export interface SuggestionListProps {
  readonly id: string;
  readonly completion: Completion;
  readonly onPick: (suggestion: Suggestion) => void;
}

/** Over the text field; the focus stays in the field. */
export function SuggestionList({ id, completion, onPick }: SuggestionListProps) {
  const { items, active, setActive, trigger } = completion;
  return (
    <>
      <div aria-live="polite" role="status">
        <VisuallyHidden>{trigger ? t("composer.suggested", { count: items.length }) : ""}</VisuallyHidden>
      </div>
      {trigger && (
        <div aria-label={t("composer.suggestions")} className={css.list} id={id} role="listbox">
          {items.map((item, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus (aria-activedescendant)
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's
            <div
              aria-selected={index === active}
              className={classes(css.item, index === active && css.active)}
              id={optionId(id, index)}
              key={item.key}
              onClick={() => onPick(item)}
              // The field must not lose the focus.
              onMouseDown={(event) => event.preventDefault()}
              onPointerMove={() => index !== active && setActive(index)}
              role="option"
            >
              <Look suggestion={item} />
              <span className={css.label}>{item.label}</span>
              <span className={css.detail}>{item.detail}</span>
            </div>
          ))}
        </div>
      )}
    </>
  );
}

export function optionId(id: string, index: number): string {
  return `${id}-${index}`;
}

function Look({ suggestion: { look, label } }: { suggestion: Suggestion }) {
  switch (look.kind) {
    case "user":
      return <Avatar id={look.id} name={label} size="sm" />;
    case "sign":
      return (
        <span aria-hidden className={css.sign}>
          {look.sign}
        </span>
      );
    case "emoji":
      return (
        <span aria-hidden className={css.emoji}>
          {look.emoji}
        </span>
      );
  }
}
