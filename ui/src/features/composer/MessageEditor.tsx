import { type RefObject, useEffect, useId, useRef, useState } from "react";
import { useStore as useZustand } from "zustand";
import { Button } from "../../components/Button.tsx";
import { fromWire, toWire } from "../../engine/draft.ts";
import { useActions, useEngine } from "../../engine/hooks.ts";
import { view } from "../../engine/view.ts";
import { matches } from "../../keys/registry.ts";
import type { Snowflake } from "../../net/snowflake.ts";
import type { Message } from "../../state/model.ts";
import { t } from "../../text/t.ts";
import css from "./Composer.module.css";
import { Counter, left } from "./Counter.tsx";
import { enterBreaks } from "./enterKey.ts";
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
  const [unchanged] = useState(() => {
    const state = store.getState();
    const guildId = state.channels[channelId]?.guildId ?? "";
    return fromWire(content, (markup) => shownOf(state, guildId, markup));
  });
  const edited = useZustand(view.store, ({ editing }) => editing[channelId]?.draft ?? null);
  const draft = edited ?? unchanged;
  useFocus(id, box, edited === null);

  const save = async (): Promise<void> => {
    const wanted = toWire(draft).trim();
    if (wanted === "") return onDone("emptied");
    if (wanted === content) return onDone("done");
    if (left(draft) < 0 || busy) return;
    setBusy(true);
    const answer = await actions.edit(channelId, id, wanted);
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
          enter="done"
          invalid={left(draft) < 0}
          label={t("composer.edit")}
          onChange={(next) => view.setEdit(channelId, next)}
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
        <span className={css.editorHint}>{!enterBreaks() && t("composer.editHint")}</span>
        <Counter draft={draft} />
        <Button busy={busy} disabled={left(draft) < 0} kind="primary" onClick={() => void save()}>
          {t("composer.save")}
        </Button>
        <Button onClick={() => onDone("done")}>{t("composer.cancel")}</Button>
        {refused && (
          <p className={css.error} role="alert">
            {refused}
          </p>
        )}
      </div>
    </div>
  );
}

/** Who begins to edit writes there. One that was begun before waits where it is: who came back to the channel may want something else. */
function useFocus(messageId: Snowflake, box: RefObject<TextBoxHandle | null>, isBegun: boolean): void {
  const takes = useRef(isBegun);
  useEffect(() => {
    if (takes.current) box.current?.focus();
    return view.onOrder((given) => {
      if (given.kind === "focus-editor" && given.messageId === messageId) box.current?.focus();
    });
  }, [messageId, box]);
}
