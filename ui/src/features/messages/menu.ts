import { Copy, CornerLeftUp, Link, MailOpen, Pencil, Reply, SmilePlus, Trash2 } from "lucide-react";
import type { MenuItem } from "../../components/menuItems.tsx";
import { menuOf } from "../../components/menuOf.ts";
import { keysOf } from "../../keys/registry.ts";
import { t } from "../../text/t.ts";
import { answeredBy, type ListContextValue, mayEdit, mayReact, mayRemove, mayReply } from "./listContext.ts";
import type { Row } from "./rows.ts";

/** Everything that can be done with `row`; what one may not do is not offered. */
export function rowMenu(row: Row, list: ListContextValue): readonly MenuItem[] {
  const { acts } = list;
  const answered = answeredBy(row);
  const isSent = row.message !== null;
  const doing = [
    mayReact(row, list) && {
      label: t("messages.react"),
      icon: SmilePlus,
      keys: keysOf("message.react"),
      onSelect: () => acts.pick(row),
    },
    mayReply(row, list) && {
      label: t("messages.reply"),
      icon: Reply,
      keys: keysOf("message.reply"),
      onSelect: () => acts.reply(row),
    },
    answered !== null && {
      label: t("messages.toAnswered"),
      icon: CornerLeftUp,
      keys: keysOf("message.toAnswered"),
      onSelect: () => acts.jump(answered),
    },
    mayEdit(row, list) && {
      label: t("messages.edit"),
      icon: Pencil,
      keys: keysOf("message.edit"),
      onSelect: () => acts.edit(row),
    },
  ];
  const taking = [
    { label: t("messages.copyText"), icon: Copy, onSelect: () => acts.copyText(row) },
    isSent && { label: t("messages.copyLink"), icon: Link, onSelect: () => acts.copyLink(row) },
    isSent && { label: t("messages.markUnread"), icon: MailOpen, onSelect: () => acts.markUnread(row) },
  ];
  const removing = [
    mayRemove(row, list) && {
      label: t("messages.delete"),
      icon: Trash2,
      danger: true,
      keys: keysOf("message.delete"),
      onSelect: () => acts.remove(row, false),
    },
  ];
  return menuOf([doing, taking, removing]);
}
