import { Ellipsis, Pencil, Reply, SmilePlus, Trash2 } from "lucide-react";
import { useEffect } from "react";
import { IconButton } from "../../components/IconButton.tsx";
import { Menu } from "../../components/Menu.tsx";
import { Popover } from "../../components/Popover.tsx";
import { view } from "../../engine/view.ts";
import { keysOf } from "../../keys/registry.ts";
import { t } from "../../text/t.ts";
import { mayEdit, mayReact, mayRemove, mayReply, useList } from "./listContext.ts";
import css from "./MessageRow.module.css";
import { rowMenu } from "./menu.ts";
import { loadRemoveDialog } from "./removeLater.ts";
import type { Row } from "./rows.ts";

export interface RowBarProps {
  readonly row: Row;
  readonly author: string;
  /** The emoji picker is open beside it. */
  readonly picking: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** What one does most with a message, over its corner. */
export function RowBar({ row, author, picking, onOpenChange }: RowBarProps) {
  const list = useList();
  const { acts } = list;
  const editable = mayEdit(row, list);
  const removable = mayRemove(row, list);
  useEffect(() => {
    // A line that is down now says nothing about the press that will need it.
    if (removable) loadRemoveDialog().catch(() => {});
  }, [removable]);
  return (
    <div aria-label={t("messages.actions", { author })} className={css.bar} role="toolbar">
      {mayReact(row, list) && <ReactButton picking={picking} row={row} />}
      {mayReply(row, list) && (
        <IconButton
          icon={Reply}
          keys={keysOf("message.reply")}
          label={t("messages.reply")}
          onClick={() => acts.reply(row)}
          small
        />
      )}
      {editable && (
        <IconButton
          icon={Pencil}
          keys={keysOf("message.edit")}
          label={t("messages.edit")}
          onClick={() => acts.edit(row)}
          small
        />
      )}
      {removable && (
        <IconButton
          danger
          icon={Trash2}
          keys={keysOf("message.delete")}
          label={t("messages.delete")}
          onClick={(event) => acts.remove(row, event.shiftKey)}
          small
        />
      )}
      <Menu
        align="end"
        items={rowMenu(row, list)}
        onOpenChange={onOpenChange}
        trigger={<IconButton icon={Ellipsis} label={t("messages.more")} small />}
      />
    </div>
  );
}

function ReactButton({ row, picking }: { row: Row; picking: boolean }) {
  const { acts, EmojiPicker } = useList();
  return (
    <Popover
      align="end"
      bare
      label={t("messages.react")}
      onOpenChange={(open) => acts.pick(open ? row : null)}
      open={picking}
      side="bottom"
      trigger={
        <IconButton icon={SmilePlus} keys={keysOf("message.react")} label={t("messages.react")} small />
      }
    >
      <EmojiPicker
        onPick={(emoji) => {
          acts.react(row, emoji, true);
          acts.pick(null);
          // The popover gives the focus back to its button first.
          setTimeout(view.returnToComposer);
        }}
      />
    </Popover>
  );
}
