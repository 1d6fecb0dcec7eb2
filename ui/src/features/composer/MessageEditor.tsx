import { useEffect, useId, useRef, useState } from "react";
import { Button } from "../../components/Button.tsx";
import { useActions, useEngine } from "../../engine/hooks.ts";
import { matches } from "../../keys/registry.ts";
import type { Message } from "../../state/model.ts";
import { t } from "../../text/t.ts";
import css from "./Composer.module.css";
import { Counter, left } from "./Counter.tsx";
import { fromWire, toWire } from "./mentions.ts";
import { shownOf } from "./names.ts";
import { TextBox, type TextBoxHandle } from "./TextBox.tsx";

export interface MessageEditorProps {
  readonly message: Message;
  readonly onDone: (how: "done" | "emptied") => void;
}

/** An own message becomes a text field where it stands. Enter saves, Esc leaves it as it was. */
export function MessageEditor({ message, onDone }: MessageEditorProps) {
  const { channelId, id, content } = message;
  const { store } = useEngine();
  const actions = useActions();
  const box = useRef<TextBoxHandle>(null);
  const hintId = useId();
  const [refused, setRefused] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [draft, setDraft] = useState(() => {
    const state = store.getState();
    const guildId = state.channels[channelId]?.guildId ?? "";
    return fromWire(content, (markup) => shownOf(state, guildId, markup));
  });
  useEffect(() => box.current?.focus(), []);

  const save = async (): Promise<void> => {
    const edited = toWire(draft).trim();
    if (edited === "") return onDone("emptied");
    if (edited === content) return onDone("done");
    if (left(draft) < 0 || busy) return;
    setBusy(true);
    const answer = await actions.edit(channelId, id, edited);
    setBusy(false);
    if (answer.ok) onDone("done");
    else setRefused(answer.status === 0 ? t("composer.offline") : answer.message);
  };
  return (
    <div className={css.editor}>
      <div className={css.field}>
        <TextBox
          channelId={channelId}
          describedBy={hintId}
          draft={draft}
          invalid={left(draft) < 0}
          label={t("composer.edit")}
          onChange={setDraft}
          onKey={(event) => {
            if (matches(event, "composer.send")) void save();
            else if (event.key === "Escape") onDone("done");
            else return;
            event.preventDefault();
          }}
          ref={box}
        />
      </div>
      <div className={css.editorFoot} id={hintId}>
        <span className={css.editorHint}>{t("composer.editHint")}</span>
        <Button busy={busy} kind="primary" onClick={() => void save()}>
          {t("composer.save")}
        </Button>
        <Button onClick={() => onDone("done")}>{t("composer.cancel")}</Button>
        <Counter draft={draft} />
        {refused && (
          <p className={css.error} role="alert">
            {refused}
          </p>
        )}
      </div>
    </div>
  );
}
