/** The dialogs of the app: fetched when the browser is idle, and opened from anywhere. */

import { lazy, Suspense } from "react";
import { useLocation } from "wouter";
import { useEscape } from "../components/escape.ts";
import type { ChannelDialog } from "../features/channels/dialog.ts";
import type { ServerDialog } from "../features/servers/dialog.ts";
import { paths } from "./paths.ts";

export type Overlay =
  | { readonly of: "server"; readonly dialog: ServerDialog }
  | { readonly of: "channel"; readonly dialog: ChannelDialog }
  | { readonly of: "help" };

const loadServer = () => import("../features/servers/ServerDialogs.tsx");
const loadChannel = () => import("../features/channels/ChannelDialogs.tsx");
const loadEmoji = () => import("../features/emoji/Picker.tsx");
const loadCard = () => import("../features/members/MemberCard.tsx");
const loadHelp = () => import("../features/help/HelpDialog.tsx");

const ServerDialogs = lazy(() => loadServer().then((m) => ({ default: m.ServerDialogs })));
const ChannelDialogs = lazy(() => loadChannel().then((m) => ({ default: m.ChannelDialogs })));
const HelpDialog = lazy(() => loadHelp().then((m) => ({ default: m.HelpDialog })));

/** What to fetch ahead, in the order in which it is likely to be needed. */
export const overlayLoads = [loadCard, loadEmoji, loadChannel, loadServer, loadHelp] as const;

/** A dialog that is still being fetched: Esc calls it off. */
function Coming({ onClose }: { onClose: () => void }) {
  useEscape(true, onClose);
  return null;
}

interface Props {
  readonly overlay: Overlay | null;
  readonly onClose: () => void;
}

export function Overlays({ overlay, onClose }: Props) {
  const [, navigate] = useLocation();
  if (!overlay) return null;
  const goTo = (guildId: string, channelId: string | null) => {
    onClose();
    navigate(channelId ? paths.channel(guildId, channelId) : paths.guild(guildId));
  };
  return (
    <Suspense fallback={<Coming onClose={onClose} />}>
      {overlay.of === "server" && (
        <ServerDialogs dialog={overlay.dialog} onClose={onClose} onEntered={goTo} />
      )}
      {overlay.of === "channel" && (
        <ChannelDialogs dialog={overlay.dialog} onClose={onClose} onCreated={goTo} />
      )}
      {overlay.of === "help" && <HelpDialog onClose={onClose} />}
    </Suspense>
  );
}
