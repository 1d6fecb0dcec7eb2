import { ChevronDown, Hash, Plus } from "lucide-react";
import { Link } from "wouter";
import { useStore as useVanilla } from "zustand";
import { Badge } from "../../components/Badge.tsx";
import { ContextMenu } from "../../components/ContextMenu.tsx";
import { classes } from "../../components/classes.ts";
import { EmptyState } from "../../components/EmptyState.tsx";
import { Icon } from "../../components/Icon.tsx";
import { IconButton } from "../../components/IconButton.tsx";
import { usePointed } from "../../components/usePointed.ts";
import { useRoving } from "../../components/useRoving.ts";
import { useStore } from "../../engine/hooks.ts";
import type { Snowflake } from "../../net/snowflake.ts";
import type { Channel } from "../../state/model.ts";
import { channelTree } from "../../state/select/guilds.ts";
import { can } from "../../state/select/permissions.ts";
import { unreadOfChannel } from "../../state/select/reads.ts";
import { t } from "../../text/t.ts";
import css from "./ChannelTree.module.css";
import { collapsed, toggleCollapsed } from "./collapsed.ts";
import type { ChannelDialog } from "./dialog.ts";
import { sameTree } from "./sameTree.ts";
import { useChannelItems } from "./useChannelItems.ts";

interface Props {
  readonly guildId: Snowflake;
  readonly current: Snowflake | null;
  readonly hrefOf: (channelId: Snowflake) => string;
  readonly onDialog: (dialog: ChannelDialog) => void;
}

/** The channels of a server that the person may see, under their categories. */
export function ChannelTree({ guildId, current, hrefOf, onDialog }: Props) {
  const name = useStore((state) => state.guilds[guildId]?.name ?? "");
  const groups = useStore((state) => channelTree(state, guildId), sameTree);
  const mayCreate = useStore((state) => can(state, guildId, "MANAGE_CHANNELS"));
  const closed = useVanilla(collapsed);
  const roving = useRoving<HTMLDivElement>();
  const { pointed, handlers } = usePointed();
  const items = useChannelItems(pointed, hrefOf, onDialog);
  if (groups.length === 0) return <NoChannels mayCreate={mayCreate} />;
  return (
    <ContextMenu items={items}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form */}
      <div
        aria-label={t("channels.list", { name })}
        className={css.tree}
        role="group"
        {...handlers}
        {...roving}
      >
        {groups.map(({ category, channels }) => {
          const isClosed = category !== null && closed.has(category.id);
          return (
            <section aria-label={category?.name} key={category?.id ?? "none"}>
              {category && (
                <CategoryHeader
                  category={category}
                  isClosed={isClosed}
                  onCreate={mayCreate ? () => onDialog(createIn(guildId, category.id)) : null}
                />
              )}
              <ul>
                {channels.map((channel) => (
                  <ChannelEntry
                    channel={channel}
                    href={hrefOf(channel.id)}
                    isCurrent={channel.id === current}
                    key={channel.id}
                    onlyIfNews={isClosed}
                  />
                ))}
              </ul>
            </section>
          );
        })}
      </div>
    </ContextMenu>
  );
}

function createIn(guildId: Snowflake, parentId: Snowflake): ChannelDialog {
  return { kind: "create", guildId, what: "text", parentId };
}

function CategoryHeader(props: { category: Channel; isClosed: boolean; onCreate: (() => void) | null }) {
  const { category, isClosed, onCreate } = props;
  return (
    <div className={css.category}>
      <button
        aria-expanded={!isClosed}
        className={css.toggle}
        data-pointed={category.id}
        data-rove=""
        onClick={() => toggleCollapsed(category.id)}
        type="button"
      >
        <span className={classes(css.chevron, isClosed && css.closed)}>
          <Icon of={ChevronDown} size="sm" />
        </span>
        <span className={css.label}>{category.name}</span>
      </button>
      {onCreate && (
        <IconButton
          className={css.create}
          icon={Plus}
          label={t("channels.createHere", { name: category.name })}
          onClick={onCreate}
          small
        />
      )}
    </div>
  );
}

interface EntryProps {
  readonly channel: Channel;
  readonly href: string;
  readonly isCurrent: boolean;
  /** Its category is closed: it is shown only if it is open or has something new. */
  readonly onlyIfNews: boolean;
}

function ChannelEntry({ channel, href, isCurrent, onlyIfNews }: EntryProps) {
  const { unread, mentions } = useStore((state) => unreadOfChannel(state, channel.id));
  const isNew = unread && !isCurrent;
  if (onlyIfNews && !isNew && !isCurrent && mentions === 0) return null;
  return (
    <li className={css.entry}>
      {isNew && <span aria-hidden className={css.bar} />}
      <Link
        aria-current={isCurrent ? "page" : undefined}
        aria-label={labelOf(channel.name, isNew, mentions)}
        className={classes(css.channel, isNew && css.unread, isCurrent && css.selected)}
        data-pointed={channel.id}
        data-rove={isCurrent ? "chosen" : ""}
        href={href}
      >
        <span className={css.hash}>
          <Icon of={Hash} />
        </span>
        <span className={css.label}>{channel.name}</span>
        <Badge count={mentions} />
      </Link>
    </li>
  );
}

function labelOf(name: string, unread: boolean, mentions: number): string {
  if (mentions > 0) return t("channels.mentions", { name, count: mentions });
  return unread ? t("channels.unread", { name }) : name;
}

function NoChannels({ mayCreate }: { mayCreate: boolean }) {
  return (
    <EmptyState
      icon={Hash}
      text={t(mayCreate ? "channels.emptyTextManage" : "channels.emptyText")}
      title={t("channels.emptyTitle")}
    />
  );
}
