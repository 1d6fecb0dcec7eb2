import { SmilePlus } from "lucide-react";
import { useEffect, useState } from "react";
import { classes } from "../../components/classes.ts";
import { IconButton } from "../../components/IconButton.tsx";
import { Tooltip } from "../../components/Tooltip.tsx";
import { useActions, useStore } from "../../engine/hooks.ts";
import { view } from "../../engine/view.ts";
import type { WireUser } from "../../net/wire.ts";
import type { Message, Reaction } from "../../state/model.ts";
import { isolated, t } from "../../text/t.ts";
import { mayReact, useList } from "./listContext.ts";
import { authorName } from "./names.ts";
import css from "./Reactions.module.css";
import type { Row } from "./rows.ts";

export function Reactions({ row, message }: { row: Row; message: Message }) {
  const list = useList();
  if (message.reactions.length === 0) return null;
  const may = mayReact(row, list);
  return (
    <div className={css.reactions}>
      {message.reactions.map((reaction) => (
        <Tooltip key={reaction.emoji} text={<Reactors message={message} reaction={reaction} />}>
          <button
            aria-label={t("messages.reaction", reaction)}
            aria-pressed={reaction.me}
            className={classes(css.reaction, reaction.me && css.mine)}
            // Taking away one's own needs no right.
            disabled={!may && !reaction.me}
            onClick={() => {
              list.acts.react(row, reaction.emoji, !reaction.me);
              view.returnToComposer();
            }}
            type="button"
          >
            <span aria-hidden className={css.emoji}>
              {reaction.emoji}
            </span>
            <span aria-hidden>{reaction.count}</span>
          </button>
        </Tooltip>
      ))}
      {may && (
        <IconButton icon={SmilePlus} label={t("messages.react")} onClick={() => list.acts.pick(row)} small />
      )}
    </div>
  );
}

const NAMED_MAX = 5;

/** Who reacted: asked for when somebody wants to know. */
function Reactors({ message, reaction }: { message: Message; reaction: Reaction }) {
  const { guildId } = useList();
  const actions = useActions();
  const { emoji, count } = reaction;
  const [users, setUsers] = useState<readonly WireUser[] | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another count means other people
  useEffect(() => {
    let current = true;
    void actions.reactors(message.channelId, message.id, emoji).then((answer) => {
      if (current && answer.ok) setUsers(answer.value);
    });
    return () => {
      current = false;
    };
  }, [actions, message.channelId, message.id, emoji, count]);
  const names = useStore((state) =>
    (users ?? [])
      .slice(0, NAMED_MAX)
      .map(({ id, global_name, username }) => authorName(state, guildId, id, global_name ?? username)),
  );
  if (!users) return t("messages.reaction", reaction);
  const joined = names.map(isolated).join(", ");
  const others = Math.max(count, users.length) - names.length;
  return others > 0
    ? t("messages.reactorsMore", { names: joined, count: others, emoji })
    : t("messages.reactors", { names: joined, emoji });
}
