import {
  type KeyboardEvent,
  type Ref,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { type Draft, insertMention, insertText, type Stretch, type Written } from "../../engine/draft.ts";
import type { Snowflake } from "../../net/snowflake.ts";
import { enterBreaks } from "./enterKey.ts";
import { optionId, SuggestionList } from "./SuggestionList.tsx";
import type { Suggestion } from "./suggestions.ts";
import css from "./TextBox.module.css";
import { type Completion, useSuggestions } from "./useSuggestions.ts";

export interface TextBoxHandle {
  focus(): void;
  /** Writes at the caret. */
  insert(text: string): void;
}

export interface TextBoxProps {
  readonly channelId: Snowflake;
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
  /** What Enter does where it does not break the line. */
  readonly enter: "send" | "done";
  /** Keys that the box did not take: what they do is up to who uses it. Not told while a word is being composed (IME). */
  readonly onKey: (event: KeyboardEvent<HTMLTextAreaElement>) => void;
  readonly label: string;
  readonly describedBy?: string | undefined;
  readonly invalid?: boolean | undefined;
  readonly ref?: Ref<TextBoxHandle> | undefined;
}

/** A text field that grows with its text and completes `@ # :`. */
export function TextBox(props: TextBoxProps) {
  const { channelId, draft, onChange, onKey, enter, label, describedBy, invalid, ref } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  // What is there already is gone on with at its end.
  const caretAfter = useRef<number | null>(draft.text === "" ? null : draft.text.length);
  const [caret, setCaret] = useState<number | null>(null);
  const id = useId();
  const completion = useSuggestions(channelId, draft, caret);

  const put = ({ draft: next, caret: at }: Written): void => {
    caretAfter.current = at;
    setCaret(at);
    onChange(next);
  };
  useImperativeHandle(ref, () => ({
    focus: () => field.current?.focus(),
    insert(text) {
      const { selectionStart: from = draft.text.length, selectionEnd: to = from } = field.current ?? {};
      put(insertText(draft, { from, to }, text));
      field.current?.focus();
    },
  }));
  useLayoutEffect(() => {
    const at = caretAfter.current;
    caretAfter.current = null;
    if (at !== null) field.current?.setSelectionRange(at, at);
  });
  const pick = (suggestion: Suggestion): void => {
    if (completion.trigger) put(written(draft, completion.trigger, suggestion));
  };

  return (
    <div className={css.box}>
      <SuggestionList completion={completion} id={id} onPick={pick} />
      {/* Its text again, which gives it its height. */}
      <div aria-hidden className={css.size}>
        {`${draft.text}\u200b`}
      </div>
      <textarea
        aria-activedescendant={completion.trigger ? optionId(id, completion.active) : undefined}
        aria-autocomplete="list"
        aria-controls={completion.trigger ? id : undefined}
        aria-describedby={describedBy}
        aria-invalid={invalid || undefined}
        aria-label={label}
        className={css.field}
        enterKeyHint={enterBreaks() ? "enter" : enter}
        onBlur={() => setCaret(null)}
        onChange={({ target }) => {
          setCaret(target.selectionEnd);
          onChange({ ...draft, text: target.value });
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing || event.keyCode === 229) return;
          if (complete(event, completion, pick) || (event.key === "Enter" && enterBreaks())) return;
          onKey(event);
        }}
        onSelect={({ currentTarget }) =>
          setCaret(
            currentTarget.selectionStart === currentTarget.selectionEnd ? currentTarget.selectionEnd : null,
          )
        }
        placeholder={label}
        ref={field}
        rows={1}
        spellCheck
        value={draft.text}
      />
    </div>
  );
}

/** Returns whether the list of suggestions took the key. */
function complete(
  event: KeyboardEvent,
  completion: Completion,
  pick: (suggestion: Suggestion) => void,
): boolean {
  const { trigger, items, active, setActive, dismiss } = completion;
  if (!trigger || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return false;
  const chosen = items[active];
  if (event.key === "ArrowDown") setActive((active + 1) % items.length);
  else if (event.key === "ArrowUp") setActive((active + items.length - 1) % items.length);
  else if ((event.key === "Enter" || event.key === "Tab") && chosen) pick(chosen);
  else if (event.key === "Escape") dismiss();
  else return false;
  event.preventDefault();
  return true;
}

function written(draft: Draft, place: Stretch, { writes }: Suggestion): Written {
  if (writes.kind === "text") return insertText(draft, place, writes.text);
  return insertMention(draft, place, writes.mention);
}
