import { UserPlus } from "lucide-react";
import { memo, useEffect, useState } from "react";
import { Avatar } from "../../components/Avatar.tsx";
import { classes } from "../../components/classes.ts";
import { Icon } from "../../components/Icon.tsx";
import { nameColorOf } from "../../components/nameColor.ts";
import { Tag } from "../../components/Tag.tsx";
import { useActions, useStore } from "../../engine/hooks.ts";
import { nameColor } from "../../state/select/names.ts";
import { t } from "../../text/t.ts";
import { Content } from "./Content.tsx";
import { Embed } from "./Embed.tsx";
import { useList } from "./listContext.ts";
import css from "./MessageRow.module.css";
import { authorName, plainText } from "./names.ts";
import { Reactions } from "./Reactions.tsx";
import { ReplyLine } from "./ReplyLine.tsx";
import { RowBar } from "./RowBar.tsx";
import type { Row } from "./rows.ts";
import { SendState } from "./SendState.tsx";
import { clockTime, fullTime, messageTime } from "./time.ts";

export interface MessageRowProps {
  readonly row: Row;
  /** Tab goes to it. */
  readonly tabbable: boolean;
  readonly editing: boolean;
  readonly picking: boolean;
  /** Somebody jumped to it. */
  readonly highlighted: boolean;
}

/** One message. It is drawn again only when something of it changed. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { row, tabbable, editing, picking, highlighted } = props;
  const { guildId, Editor, acts } = useList();
  const [pointed, setPointed] = useState(false);
  const [menuOpen, setMenuOpen] = useState(false);
  const author = useStore((state) => authorName(state, guildId, row.authorId));
  const text = useStore((state) => plainText(state, guildId, row.shown.content));
  const time = messageTime(row.atMs, Date.now());
  const to = row.shown.replyTo;
  return (
    <article
      aria-label={t("messages.article", { author, time, text })}
      className={classes(
        css.row,
        row.starts && css.starts,
        row.mentioned && css.forMe,
        highlighted && css.highlighted,
        row.outgoing && !row.outgoing.acked && css.outgoing,
      )}
      data-row={row.key}
      onBlur={(event) => setPointed(event.currentTarget.contains(event.relatedTarget))}
      // A press of the mouse focuses too, and is no reason to keep the bar open.
      onFocus={(event) => event.target.matches(":focus-visible") && setPointed(true)}
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={(event) => setPointed(event.currentTarget.querySelector(":focus-visible") !== null)}
      tabIndex={tabbable ? 0 : -1}
    >
      {to && <ReplyLine to={to} />}
      <Gutter author={author} row={row} />
      <div className={css.body}>
        {row.starts && row.shown.kind !== "joined" && <Head author={author} row={row} />}
        {editing && row.message ? (
          <Editor
            message={row.message}
            onDone={(how) => (how === "emptied" ? acts.remove(row, false) : acts.edited())}
          />
        ) : (
          <Body author={author} row={row} />
        )}
        <SendState row={row} />
      </div>
      {(pointed || picking || menuOpen) && !editing && (
        <RowBar author={author} onOpenChange={setMenuOpen} picking={picking} row={row} />
      )}
    </article>
  );
});

function Gutter({ row, author }: { row: Row; author: string }) {
  if (row.starts) {
    return (
      <span className={css.gutter}>
        {row.shown.kind === "joined" ? (
          <Icon of={UserPlus} />
        ) : (
          <Avatar id={row.authorId} name={author} size="lg" />
        )}
      </span>
    );
  }
  return (
    <time className={css.gutterTime} dateTime={new Date(row.atMs).toISOString()} title={fullTime(row.atMs)}>
      {clockTime(row.atMs)}
    </time>
  );
}

function Head({ row, author }: { row: Row; author: string }) {
  const { guildId } = useList();
  const color = useStore((state) => nameColor(state, guildId, row.authorId));
  const bot = useStore((state) => state.users[row.authorId]?.bot ?? false);
  const actions = useActions();
  const isMember = useStore((state) => state.members[guildId]?.[row.authorId] !== undefined);
  useEffect(() => {
    if (!isMember) actions.needMembers(guildId, [row.authorId]);
  }, [actions, guildId, row.authorId, isMember]);
  return (
    <div className={css.head} data-head>
      <span className={css.author} style={{ color: nameColorOf(color) }}>
        {author}
      </span>
      {bot && <Tag>{t("messages.bot")}</Tag>}
      <time className={css.time} dateTime={new Date(row.atMs).toISOString()} title={fullTime(row.atMs)}>
        {messageTime(row.atMs, Date.now())}
      </time>
    </div>
  );
}

const Body = memo(function Body({ row, author }: { row: Row; author: string }) {
  const { shown, message } = row;
  if (shown.kind === "joined") {
    return (
      <p className={css.joined}>
        {t("messages.joined", { name: author })}{" "}
        <time className={css.time} dateTime={new Date(row.atMs).toISOString()} title={fullTime(row.atMs)}>
          {messageTime(row.atMs, Date.now())}
        </time>
      </p>
    );
  }
  return (
    <>
      {shown.content !== "" && (
        <div className={css.content}>
          <Content edited={shown.editedAtMs} text={shown.content} />
        </div>
      )}
      {shown.embeds.map((embed, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: embeds have no name of their own
        <Embed embed={embed} key={index} />
      ))}
      {message && <Reactions message={message} row={row} />}
    </>
  );
});
