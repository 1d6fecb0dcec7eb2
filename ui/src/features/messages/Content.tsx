import { useMemo } from "react";
import { useLocation } from "wouter";
import { shallow } from "zustand/shallow";
import { userMention } from "../../engine/draft.ts";
import { useEngine, useStore } from "../../engine/hooks.ts";
import { view } from "../../engine/view.ts";
import type { Snowflake } from "../../net/snowflake.ts";
import { paths } from "../../paths.ts";
import type { State } from "../../state/model.ts";
import { nameOf } from "../../state/select/names.ts";
import { t } from "../../text/t.ts";
import { useList } from "./listContext.ts";
import css from "./MessageRow.module.css";
import { Markdown } from "./markdown/Markdown.tsx";
import { nobody, type Resolve } from "./markdown/resolve.ts";
import { fullTime } from "./time.ts";

interface ContentProps {
  readonly text: string;
  /** When it was changed last. */
  readonly edited?: number | null;
}

/** A text as it was meant, with names in place of ids. */
export function Content({ text, edited = null }: ContentProps) {
  // Most texts name nobody, and have nothing to follow.
  return NAMES.test(text) ? (
    <Naming edited={edited} text={text} />
  ) : (
    <Markdown editedLabel={label(edited)} resolve={nobody} text={text} />
  );
}

function Naming({ text, edited = null }: ContentProps) {
  return <Markdown editedLabel={label(edited)} resolve={useResolve(text)} text={text} />;
}

const NAMES = /<[@#]/;

function label(edited: number | null) {
  return edited === null ? null : <Edited atMs={edited} />;
}

function Edited({ atMs }: { atMs: number }) {
  return (
    <span className={css.edited} title={t("messages.editedAt", { time: fullTime(atMs) })}>
      {" "}
      {t("messages.edited")}
    </span>
  );
}

const MENTION = /<(@[!&]?|#)(\d+)>/g;

/** Knows only what this text names: another name elsewhere does not draw it again. */
function useResolve(text: string): Resolve {
  const { guildId, channelId, rights } = useList();
  const { store } = useEngine();
  const [, navigate] = useLocation();
  const mentions = useMemo(
    () => [...text.matchAll(MENTION)].map(([, sign = "", id = ""]) => ({ sign, id })),
    [text],
  );
  const found = useStore((state) => mentions.flatMap((mention) => named(state, guildId, mention)), shallow);
  return useMemo((): Resolve => {
    const byId = new Map<string, { name: string; color: number }>();
    for (let at = 0; at < found.length; at += 3) {
      const [key, name, color] = found.slice(at, at + 3);
      byId.set(String(key), { name: String(name), color: Number(color) });
    }
    return {
      user: (id) => byId.get(`@${id}`),
      role: (id) => byId.get(`&${id}`),
      channel: (id) => byId.get(`#${id}`),
      onChannel: (id) => navigate(paths.channel(guildId, id)),
      onUser: rights.send
        ? (id) => view.mention(channelId, userMention(store.getState(), guildId, id))
        : undefined,
    };
  }, [found, navigate, guildId, channelId, rights, store]);
}

/** Flat, so that it can be compared: key, name, colour. */
function named(
  state: State,
  guildId: Snowflake,
  { sign, id }: { sign: string; id: string },
): readonly (string | number)[] {
  if (sign === "#") {
    const channel = state.channels[id];
    return channel ? [`#${id}`, channel.name, 0] : [];
  }
  if (sign === "@&") {
    const role = state.guilds[guildId]?.roles[id];
    return role ? [`&${id}`, role.name, role.color] : [];
  }
  const name = nameOf(state.members[guildId]?.[id], state.users[id]);
  return name === undefined ? [] : [`@${id}`, name, 0];
}
