import { type EmojiPickerListComponents, EmojiPicker as Parts } from "frimousse";
import { useEffect, useState } from "react";
import { emoji } from "../../text/emoji.ts";
import { addTexts, t } from "../../text/t.ts";
import css from "./Picker.module.css";

addTexts(emoji);

export interface PickerProps {
  readonly onPick: (emoji: string) => void;
}

const COLUMNS = 8;
/** Where the server has the data. */
const EMOJI = "/emoji";

const COMPONENTS: Partial<EmojiPickerListComponents> = {
  CategoryHeader: ({ category, ...props }) => (
    <div {...props} className={css.category}>
      {category.label}
    </div>
  ),
  // Rows and columns come counted from 0; ARIA counts from 1.
  Row: ({ children, "aria-rowindex": index = 0, ...props }) => (
    <div {...props} {...{ "aria-rowindex": index + 1 }} className={css.row}>
      {children}
    </div>
  ),
  Emoji: ({ emoji, "aria-colindex": index = 0, ...props }) => (
    <button {...props} {...{ "aria-colindex": index + 1 }} className={css.emoji} type="button">
      {emoji.emoji}
    </button>
  ),
};

/** All emoji, from our own host. The search has the focus; arrows walk, Enter picks. */
export function Picker({ onPick }: PickerProps) {
  return (
    <Parts.Root
      className={css.picker}
      columns={COLUMNS}
      emojibaseUrl={location.origin + EMOJI}
      locale="en"
      onEmojiSelect={({ emoji }) => onPick(emoji)}
    >
      <div className={css.head}>
        <Parts.Search
          aria-label={t("emoji.search")}
          autoFocus
          className={css.search}
          placeholder={t("emoji.search")}
        />
        <Parts.SkinToneSelector aria-label={t("emoji.skinTone")} className={css.tone} />
      </div>
      <Parts.Viewport className={css.viewport}>
        <Parts.Loading className={css.word}>
          <Waiting />
        </Parts.Loading>
        <Parts.Empty className={css.word}>{t("emoji.none")}</Parts.Empty>
        <Parts.List className={css.list} components={COMPONENTS} />
      </Parts.Viewport>
      <div className={css.foot}>
        <Parts.ActiveEmoji>
          {({ emoji }) =>
            emoji ? (
              <>
                <span className={css.active}>{emoji.emoji}</span>
                <span className={css.label}>{emoji.label}</span>
              </>
            ) : (
              <span className={css.label}>{t("emoji.hint")}</span>
            )
          }
        </Parts.ActiveEmoji>
      </div>
    </Parts.Root>
  );
}

/** The list says nothing where its data cannot be had: then this asks for it too. */
function Waiting() {
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    const over = new AbortController();
    fetch(`${EMOJI}/en/data.json`, { signal: over.signal }).then(
      ({ ok }) => setFailed(!ok),
      () => over.signal.aborted || setFailed(true),
    );
    return () => over.abort();
  }, []);
  return <span role="status">{t(hasFailed ? "emoji.failed" : "emoji.loading")}</span>;
}
