import "../text/ofChat.ts";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Redirect } from "wouter";
import { shallow } from "zustand/shallow";
import { later } from "../components/later.tsx";
import { Wordmark } from "../components/Mark.tsx";
import { toast } from "../components/toast.ts";
import { useEngine, useStore } from "../engine/hooks.ts";
import { view } from "../engine/view.ts";
import { ChannelTree } from "../features/channels/ChannelTree.tsx";
import { MemberList } from "../features/members/MemberList.tsx";
import type { ServerDoors } from "../features/servers/dialog.ts";
import { ServerHeader } from "../features/servers/ServerHeader.tsx";
import { ServerRail } from "../features/servers/ServerRail.tsx";
import type { Snowflake } from "../net/snowflake.ts";
import { paths } from "../paths.ts";
import { t } from "../text/t.ts";
import { ChannelHeader } from "./ChannelHeader.tsx";
import { ConnectionBanner } from "./ConnectionBanner.tsx";
import { Conversation } from "./Conversation.tsx";
import { inviteChannel } from "./inviteChannel.ts";
import { NotFound } from "./NotFound.tsx";
import { ahead, type Overlay, Overlays } from "./overlays.tsx";
import { mayBeId, type Place, placeOf } from "./place.ts";
import { lastChannel, lastGuild, rememberPlace } from "./remembered.ts";
import css from "./Shell.module.css";
import { Shell } from "./Shell.tsx";
import { ShellSkeleton } from "./ShellSkeleton.tsx";
import { TabTitle } from "./TabTitle.tsx";
import { UserBar } from "./UserBar.tsx";
import { useAppKeys } from "./useAppKeys.ts";
import { useDrawers } from "./useDrawers.ts";
import { useMention } from "./useMention.ts";
import { Waiting } from "./Waiting.tsx";
import { whenIdle } from "./whenIdle.ts";

const Nowhere = later(() => import("./Nowhere.tsx").then((m) => m.Nowhere));

interface Props {
  readonly guildId: Snowflake | null;
  readonly channelId: Snowflake | null;
  readonly messageId: Snowflake | null;
}

/** The chat: whatever an address under /channels leads to. */
export function Chat(props: Props) {
  const { guildId, channelId, messageId } = props;
  return [guildId, channelId, messageId].every(mayBeId) ? <Placed {...props} /> : <NotFound />;
}

function Placed({ guildId, channelId, messageId }: Props) {
  const place = useStore(
    (state) => placeOf(state, { guildId, channelId }, { lastGuild, lastChannel }),
    (a, b) => shallow<Place>(a, b),
  );
  useEffect(() => {
    if (place.kind === "channel") rememberPlace(place.guildId, place.channelId);
  }, [place]);
  // What a click may need next.
  useEffect(() => whenIdle(...ahead, Nowhere.load), []);

  const hasLeft = useLeft(place, guildId);

  if (hasLeft) return <Redirect replace to={paths.home} />;
  if (place.kind === "waiting") {
    return (
      <>
        <ShellSkeleton />
        <ConnectionBanner isOver />
      </>
    );
  }
  if (place.kind === "go") {
    const to =
      place.channelId === null ? paths.guild(place.guildId) : paths.channel(place.guildId, place.channelId);
    // Each place has its own: a Redirect goes only once.
    return <Redirect key={to} replace to={to} />;
  }
  return <Window messageId={messageId} place={place} />;
}

/** Whether the server was here a moment ago: who is in one that goes is told so, and goes on to another. */
function useLeft(place: Place, guildId: Snowflake | null): boolean {
  const shown = useRef<{ readonly id: Snowflake; readonly name: string } | null>(null);
  const name = useStore((state) => (guildId === null ? undefined : state.guilds[guildId]?.name));
  const left = place.kind === "guild-gone" && shown.current?.id === guildId ? shown.current : null;
  useEffect(() => {
    if (guildId !== null && name !== undefined) shown.current = { id: guildId, name };
  }, [guildId, name]);
  useEffect(() => {
    if (left) toast(t("shell.guildLeft", { name: left.name }));
  }, [left]);
  return left !== null;
}

export type Shown = Exclude<Place, { kind: "waiting" | "go" }>;

function Window({ place, messageId }: { place: Shown; messageId: Snowflake | null }) {
  const guildId = "guildId" in place ? place.guildId : null;
  const channelId = place.kind === "channel" ? place.channelId : null;
  const [overlay, setOverlay] = useState<Overlay | null>(null);
  const close = useCallback(() => {
    setOverlay(null);
    // The dialog gives the focus back to what opened it first.
    setTimeout(view.returnToComposer);
  }, []);
  const help = useCallback(() => setOverlay({ of: "help" }), []);
  const drawers = useDrawers();
  const doors = useDoors(channelId, setOverlay);
  const onMention = useMention(channelId, drawers.close);
  useAppKeys({ guildId, channelId, drawers, help });
  return (
    <>
      <Shell
        channels={
          guildId && (
            <ChannelTree
              current={channelId}
              guildId={guildId}
              hrefOf={(id) => paths.channel(guildId, id)}
              onDialog={(dialog) => setOverlay({ of: "channel", dialog })}
            />
          )
        }
        channelsHeader={guildId ? <ServerHeader doors={doors} guildId={guildId} /> : <Brand />}
        drawers={drawers}
        members={guildId && <MemberList guildId={guildId} key={guildId} onMention={onMention} />}
        messages={
          <Messages doors={doors} drawers={drawers} messageId={messageId} onHelp={help} place={place} />
        }
        servers={<ServerRail current={guildId} doors={doors} hrefOf={paths.guild} />}
        userBar={<UserBar />}
      />
      <TabTitle channelId={channelId} guildId={guildId} />
      <Waiting />
      <Overlays onClose={close} overlay={overlay} />
    </>
  );
}

/** What stands over the channels where there are none. */
function Brand() {
  return (
    <div className={css.brand}>
      <Wordmark />
    </div>
  );
}

interface MessagesProps {
  readonly place: Shown;
  readonly messageId: Snowflake | null;
  readonly drawers: ReturnType<typeof useDrawers>;
  readonly doors: ServerDoors;
  readonly onHelp: () => void;
}

function Messages({ place, messageId, drawers, doors, onHelp }: MessagesProps) {
  if (place.kind === "channel") {
    return (
      <Conversation
        channelId={place.channelId}
        drawers={drawers}
        messageId={messageId}
        onHelp={onHelp}
        onInvite={doors.onInvite}
      />
    );
  }
  return (
    <>
      <ChannelHeader channel={null} drawers={drawers} hasMembers={"guildId" in place} onHelp={onHelp} />
      <div className={css.empty}>
        <Nowhere doors={doors} place={place} />
      </div>
      <ConnectionBanner />
    </>
  );
}

/** Where the menus of servers lead. */
function useDoors(channelId: Snowflake | null, open: (overlay: Overlay) => void): ServerDoors {
  const { store } = useEngine();
  // What is made stands where the person is.
  const parentHere = useCallback(
    (guildId: Snowflake) => {
      const here = channelId === null ? undefined : store.getState().channels[channelId];
      return here?.guildId === guildId ? here.parentId : null;
    },
    [store, channelId],
  );
  return useMemo(
    () => ({
      onDialog: (dialog) => open({ of: "server", dialog }),
      onInvite: (guildId) => {
        const to = inviteChannel(store.getState(), guildId, channelId);
        if (to) open({ of: "channel", dialog: { kind: "invite", channelId: to } });
      },
      onCreateChannel: (guildId, what) =>
        open({ of: "channel", dialog: { kind: "create", guildId, what, parentId: parentHere(guildId) } }),
    }),
    [store, channelId, parentHere, open],
  );
}
