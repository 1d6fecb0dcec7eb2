import { Hash, Keyboard, Menu as MenuIcon, Users } from "lucide-react";
import { classes } from "../components/classes.ts";
import { Icon } from "../components/Icon.tsx";
import { IconButton } from "../components/IconButton.tsx";
import { Popover } from "../components/Popover.tsx";
import { useStore } from "../engine/hooks.ts";
import { keysOf } from "../keys/registry.ts";
import type { Channel } from "../state/model.ts";
import { unreadTotal } from "../state/select/reads.ts";
import { t } from "../text/t.ts";
import css from "./ChannelHeader.module.css";
import type { Drawers } from "./useDrawers.ts";

interface Props {
  readonly channel: Pick<Channel, "name" | "topic"> | null;
  readonly drawers: Drawers;
  readonly hasMembers: boolean;
  readonly onHelp: () => void;
}

/** Where the person is: the channel's name, what it is about, and the ways to the columns beside it. */
export function ChannelHeader({ channel, drawers, hasMembers, onHelp }: Props) {
  const isCalled = useStore((state) => unreadTotal(state).mentions > 0);
  const { membersOpen } = drawers;
  return (
    <header className={classes(css.header, !channel && css.bare)}>
      <span className={css.side}>
        <IconButton icon={MenuIcon} label={t("shell.openSide")} onClick={drawers.openSide} side="bottom" />
        {isCalled && <span aria-hidden className={css.news} />}
      </span>
      {channel ? (
        <>
          <span className={css.hash}>
            <Icon of={Hash} />
          </span>
          <div className={css.title}>
            <h2 className={css.name}>{channel.name}</h2>
            {channel.topic && <Topic name={channel.name} topic={channel.topic} />}
          </div>
        </>
      ) : (
        <span className={css.title} />
      )}
      <span className={css.help}>
        <IconButton
          icon={Keyboard}
          keys={keysOf("help.open")}
          label={t("shell.help")}
          onClick={onHelp}
          side="bottom"
        />
      </span>
      {hasMembers && (
        <IconButton
          aria-expanded={membersOpen}
          className={css.toggle}
          icon={Users}
          label={t(membersOpen ? "shell.hideMembers" : "shell.showMembers")}
          onClick={drawers.toggleMembers}
          side="bottom"
        />
      )}
    </header>
  );
}

function Topic({ name, topic }: { name: string; topic: string }) {
  return (
    <Popover
      align="start"
      label={t("shell.topicOf", { name })}
      trigger={
        <button className={css.topic} type="button">
          {topic}
        </button>
      }
    >
      <p className={css.whole}>{topic}</p>
    </Popover>
  );
}
