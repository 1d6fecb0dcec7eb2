import type { ReactNode } from "react";
import { classes } from "../components/classes.ts";
import { t } from "../text/t.ts";
import css from "./Shell.module.css";
import type { Drawers } from "./useDrawers.ts";

interface Props {
  readonly servers: ReactNode;
  readonly channelsHeader: ReactNode;
  readonly channels: ReactNode;
  readonly userBar: ReactNode;
  readonly messages: ReactNode;
  readonly members: ReactNode | null;
  readonly drawers: Drawers;
}

/** The regions of the window as landmarks: columns where there is room, and drawers where there is not. What a drawer covers is out of reach. */
export function Shell(props: Props) {
  const { members } = props;
  const { drawer, membersOpen, membersFloat, close } = props.drawers;
  return (
    <div className={classes(css.shell, members !== null && membersOpen && css.withMembers)}>
      {drawer === "none" && (
        <a className={css.skip} href="#messages">
          {t("shell.skip")}
        </a>
      )}
      <div className={classes(css.side, drawer === "side" && css.open)} inert={drawer === "members"}>
        <nav
          aria-label={t("shell.regionServers")}
          className={css.servers}
          data-region="servers"
          tabIndex={-1}
        >
          {props.servers}
        </nav>
        <nav
          aria-label={t("shell.regionChannels")}
          className={css.channels}
          data-region="channels"
          tabIndex={-1}
        >
          <div className={css.channelsHeader}>{props.channelsHeader}</div>
          <div className={css.channelsList}>{props.channels}</div>
          {props.userBar}
        </nav>
      </div>
      <main
        aria-label={t("shell.regionMessages")}
        className={css.main}
        data-region="messages"
        id="messages"
        inert={drawer !== "none"}
        tabIndex={-1}
      >
        {props.messages}
      </main>
      {members !== null && (membersOpen || membersFloat) && (
        <aside
          aria-label={t("shell.regionMembers")}
          className={classes(css.members, drawer === "members" && css.open)}
          data-region="members"
          inert={drawer === "side"}
          tabIndex={-1}
        >
          {members}
        </aside>
      )}
      {drawer !== "none" && (
        <button
          aria-label={t(drawer === "side" ? "shell.closeSide" : "shell.closeMembers")}
          className={classes(css.backdrop, drawer === "side" ? css.backdropSide : css.backdropMembers)}
          onClick={close}
          tabIndex={-1}
          type="button"
        />
      )}
    </div>
  );
}
