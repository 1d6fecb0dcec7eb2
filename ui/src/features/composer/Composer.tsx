import { SendHorizontal, Smile } from "lucide-react";
import {
  type ComponentType,
  type KeyboardEvent,
  memo,
  useCallback,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import { useStore as useZustand } from "zustand";
import { classes } from "../../components/classes.ts";
import { IconButton } from "../../components/IconButton.tsx";
import { Popover } from "../../components/Popover.tsx";
import { type Draft, emptyDraft, toWire } from "../../engine/draft.ts";
import { useActions, useEngine, useStore } from "../../engine/hooks.ts";
import { view } from "../../engine/view.ts";
import { matches } from "../../keys/registry.ts";
import { limits } from "../../limits.ts";
import type { Snowflake } from "../../net/snowflake.ts";
import { can } from "../../state/select/permissions.ts";
import { lastOwnMessage } from "../../state/select/timelines.ts";
import { t } from "../../text/t.ts";
import { AnswerBar } from "./AnswerBar.tsx";
import css from "./Composer.module.css";
import { Counter, left } from "./Counter.tsx";
import { TextBox, type TextBoxHandle } from "./TextBox.tsx";
import { TypingLine } from "./TypingLine.tsx";

export interface ComposerProps {
  readonly channelId: Snowflake;
  readonly emojiPicker: ComponentType<{ readonly onPick: (emoji: string) => void }>;
}

/** Where one writes. What is sent while there is no line waits for it. */
export function Composer(props: ComposerProps) {
  const { channelId } = props;
  const may = useStore((state) => can(state, channelId, "SEND_MESSAGES"));
  return (
    <div className={css.composer}>
      {may ? (
        <Writing key={channelId} {...props} />
      ) : (
        <p className={css.forbidden}>{t("composer.forbidden")}</p>
      )}
      <TypingLine channelId={channelId} />
    </div>
  );
}

function Writing({ channelId, emojiPicker }: ComposerProps) {
  const box = useRef<TextBoxHandle>(null);
  const hintId = useId();
  const name = useStore((state) => state.channels[channelId]?.name ?? "");
  const waiting = useStore(
    (state) => state.outgoing[channelId]?.filter(({ status }) => status.kind !== "failed").length ?? 0,
  );
  const draft = useZustand(view.store, ({ drafts }) => drafts[channelId] ?? emptyDraft);
  const answering = useZustand(view.store, ({ answering: all }) => all[channelId] ?? null);
  const { change, onKey, send } = useWriting(channelId, draft, waiting >= limits.outgoing);
  const isFull = waiting >= limits.outgoing;
  const insert = useCallback((emoji: string) => box.current?.insert(emoji), []);
  useEffect(() => view.onOrder(({ kind }) => kind === "focus-composer" && box.current?.focus()), []);
  return (
    <>
      {answering && <AnswerBar answering={answering} channelId={channelId} />}
      <div className={classes(css.field, answering && css.joined)}>
        <TextBox
          channelId={channelId}
          describedBy={hintId}
          draft={draft}
          enter="send"
          invalid={left(draft) < 0}
          label={t("composer.label", { channel: name })}
          onChange={change}
          onKey={onKey}
          ref={box}
        />
        <EmojiButton Picker={emojiPicker} onPick={insert} />
        <IconButton
          className={css.send}
          disabled={draft.text.trim() === "" || left(draft) < 0 || isFull}
          icon={SendHorizontal}
          label={t("composer.send")}
          onClick={() => {
            send();
            box.current?.focus();
          }}
        />
      </div>
      <div className={css.hint} id={hintId}>
        <Counter draft={draft} />
        {isFull && (
          <p className={css.full} role="status">
            {t("composer.full", { count: waiting })}
          </p>
        )}
      </div>
    </>
  );
}

function useWriting(channelId: Snowflake, draft: Draft, isFull: boolean) {
  const actions = useActions();
  const { store } = useEngine();
  const send = (): void => {
    const content = toWire(draft).trim();
    if (content === "" || left(draft) < 0 || isFull) return;
    const answering = view.store.getState().answering[channelId];
    actions.send(channelId, {
      content,
      replyTo: answering?.messageId ?? null,
      mentionAuthor: answering?.ping ?? false,
    });
    view.setDraft(channelId, emptyDraft);
    view.stopAnswering(channelId);
    view.toPresent(channelId);
  };
  const change = (next: Draft): void => {
    view.setDraft(channelId, next);
    if (next.text.trim() !== "" && next.text !== draft.text) actions.typing(channelId);
  };
  const onKey = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (matches(event, "composer.send")) send();
    else if (matches(event, "composer.editLast") && draft.text === "") {
      const last = lastOwnMessage(store.getState(), channelId);
      if (!last) return;
      view.edit(channelId, last.id);
    } else if (event.key === "Escape" && view.store.getState().answering[channelId]) {
      view.stopAnswering(channelId);
    } else return;
    event.preventDefault();
  };
  return { send, change, onKey };
}

interface EmojiButtonProps {
  readonly Picker: ComposerProps["emojiPicker"];
  readonly onPick: (emoji: string) => void;
}

/** Not drawn again with each key. */
const EmojiButton = memo(function EmojiButton({ Picker, onPick }: EmojiButtonProps) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      align="end"
      bare
      label={t("composer.emoji")}
      onOpenChange={setOpen}
      open={open}
      side="top"
      trigger={<IconButton icon={Smile} label={t("composer.emoji")} />}
    >
      <Picker
        onPick={(emoji) => {
          setOpen(false);
          // The popover gives the focus back to its button first.
          setTimeout(() => onPick(emoji));
        }}
      />
    </Popover>
  );
});
