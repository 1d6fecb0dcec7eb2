import { useEffect, useRef } from "react";
import { useLocation } from "wouter";
import { toast } from "../components/toast.ts";
import type { Engine } from "../engine/engine.ts";
import { useEngine } from "../engine/hooks.ts";
import { view } from "../engine/view.ts";
import { type KeyId, keyPressed } from "../keys/registry.ts";
import type { Snowflake } from "../net/snowflake.ts";
import { paths } from "../paths.ts";
import type { Channel } from "../state/model.ts";
import { messageById } from "../state/select/timelines.ts";
import { t } from "../text/t.ts";
import { channelBeside, guildBeside, type Here, unreadBeside } from "./neighbours.ts";
import type { Drawers } from "./useDrawers.ts";

interface Parts extends Here {
  readonly drawers: Drawers;
  readonly help: () => void;
}

/** The keys that work anywhere, unless a dialog is open or somebody nearer took them. */
export function useAppKeys(parts: Parts): void {
  const engine = useEngine();
  const [, navigate] = useLocation();
  const latest = useRef({ ...parts, engine, navigate });
  useEffect(() => {
    latest.current = { ...parts, engine, navigate };
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
      const key = keyPressed(event, "app");
      if (key === null) return;
      event.preventDefault();
      ACTS[key]?.(latest.current);
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}

type Context = Parts & { readonly engine: Engine; readonly navigate: (to: string) => void };

/** What each key of the app does. */
const ACTS: Readonly<Partial<Record<KeyId, (context: Context) => void>>> = {
  "help.open": ({ help }) => help(),
  "region.next": ({ drawers }) => drawers.goRound(1),
  "region.previous": ({ drawers }) => drawers.goRound(-1),
  "channel.previous": (context) => goToChannel(context, channelBeside(stateOf(context), context, -1)),
  "channel.next": (context) => goToChannel(context, channelBeside(stateOf(context), context, 1)),
  "channel.previousUnread": (context) => goToChannel(context, unreadBeside(stateOf(context), context, -1)),
  "channel.nextUnread": (context) => goToChannel(context, unreadBeside(stateOf(context), context, 1)),
  "server.previous": (context) => goToGuild(context, guildBeside(stateOf(context), context, -1)),
  "server.next": (context) => goToGuild(context, guildBeside(stateOf(context), context, 1)),
  "read.channel": readChannel,
  "read.server": readServer,
};

const stateOf = ({ engine }: Context) => engine.store.getState();

function goToChannel({ navigate }: Context, channel: Channel | null): void {
  if (channel) navigate(paths.channel(channel.guildId, channel.id));
}

function goToGuild({ navigate }: Context, guildId: Snowflake | null): void {
  if (guildId) navigate(paths.guild(guildId));
}

/** Esc: what is open goes first, then what was begun; only who has nothing of that has read the channel. */
function readChannel({ drawers, channelId, engine }: Context): void {
  if (drawers.drawer !== "none") {
    drawers.close();
    return;
  }
  if (channelId === null) return;
  const { editing, answering } = view.store.getState();
  const { messageId } = editing[channelId] ?? {};
  // One that is not in view, since somebody jumped away, waits.
  if (messageId && messageById(engine.store.getState(), channelId, messageId)) view.stopEditing(channelId);
  else if (answering[channelId]) view.stopAnswering(channelId);
  else view.toPresent(channelId);
  view.focusComposer();
}

function readServer({ guildId, engine }: Context): void {
  if (guildId === null) return;
  engine.actions.readGuild(guildId);
  toast(t("shell.serverRead", { name: engine.store.getState().guilds[guildId]?.name ?? "" }));
}
