/** The dialogs of the app: fetched when the browser is idle, and opened from anywhere. */

import { useLocation } from "wouter";
import { useEscape } from "../components/escape.ts";
import { PopoverFloat } from "../components/float.ts";
import { later } from "../components/later.tsx";
import { toast } from "../components/toast.ts";
import type { ChannelDialog } from "../features/channels/dialog.ts";
import { loadPicker } from "../features/emoji/EmojiPicker.tsx";
import { loadCard } from "../features/members/MemberLine.tsx";
import type { ServerDialog } from "../features/servers/dialog.ts";
import { paths } from "../paths.ts";
import { t } from "../text/t.ts";
import { ErrorBoundary } from "./ErrorBoundary.tsx";
import { Settings } from "./settingsLater.ts";

export type Overlay =
  | { readonly of: "server"; readonly dialog: ServerDialog }
  | { readonly of: "channel"; readonly dialog: ChannelDialog }
  | { readonly of: "help" };

const ServerDialogs = later(() =>
  import("../features/servers/ServerDialogs.tsx").then((m) => m.ServerDialogs),
);
const ChannelDialogs = later(() =>
  import("../features/channels/ChannelDialogs.tsx").then((m) => m.ChannelDialogs),
);
const HelpDialog = later(() => import("../features/help/HelpDialog.tsx").then((m) => m.HelpDialog));

/** What to fetch ahead, in the order in which it is likely to be needed. */
export const ahead = [
  PopoverFloat.load,
  loadCard,
  loadPicker,
  ChannelDialogs.load,
  ServerDialogs.load,
  Settings.load,
  HelpDialog.load,
] as const;

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
  const coming = { onClose, onFailed: onClose, waiting: <Coming onClose={onClose} /> };
  const broken = () => {
    toast(t("shell.errorDialog"));
    onClose();
  };
  return (
    <ErrorBoundary at={overlay} onBroken={broken}>
      {overlay.of === "server" && <ServerDialogs {...coming} dialog={overlay.dialog} onEntered={goTo} />}
      {overlay.of === "channel" && <ChannelDialogs {...coming} dialog={overlay.dialog} onCreated={goTo} />}
      {overlay.of === "help" && <HelpDialog {...coming} />}
    </ErrorBoundary>
  );
}
