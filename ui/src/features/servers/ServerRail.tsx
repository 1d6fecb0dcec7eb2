import { Plus } from "lucide-react";
import { Link } from "wouter";
import { Avatar } from "../../components/Avatar.tsx";
import { Badge } from "../../components/Badge.tsx";
import { ContextMenu } from "../../components/ContextMenu.tsx";
import { classes } from "../../components/classes.ts";
import { IconButton } from "../../components/IconButton.tsx";

import { Tooltip } from "../../components/Tooltip.tsx";
import { usePointed } from "../../components/usePointed.ts";
import { useRoving } from "../../components/useRoving.ts";
import { VisuallyHidden } from "../../components/VisuallyHidden.tsx";
import { useStore } from "../../engine/hooks.ts";
import type { Snowflake } from "../../net/snowflake.ts";
import type { Guild } from "../../state/model.ts";
import { guildList } from "../../state/select/guilds.ts";
import { unreadOfGuild } from "../../state/select/reads.ts";
import { t } from "../../text/t.ts";
import type { ServerDoors } from "./dialog.ts";
import css from "./ServerRail.module.css";
import { useServerItems } from "./useServerItems.ts";

interface Props {
  readonly current: Snowflake | null;
  readonly hrefOf: (guildId: Snowflake) => string;
  readonly doors: ServerDoors;
}

/** The person's servers, at the edge of the window. */
export function ServerRail({ current, hrefOf, doors }: Props) {
  const guilds = useStore(guildList);
  const roving = useRoving<HTMLUListElement>();
  const { pointed, handlers } = usePointed();
  const items = useServerItems(pointed, doors);
  return (
    <div className={css.rail}>
      <ContextMenu items={items}>
        <ul aria-label={t("servers.list")} className={css.list} {...handlers} {...roving}>
          {guilds.map((guild) => (
            <li className={css.entry} key={guild.id}>
              <ServerLink guild={guild} href={hrefOf(guild.id)} isCurrent={guild.id === current} />
            </li>
          ))}
        </ul>
      </ContextMenu>
      <IconButton
        className={css.add}
        icon={Plus}
        label={t("servers.add")}
        onClick={() => doors.onDialog({ kind: "add", tab: "create" })}
        side="right"
      />
    </div>
  );
}

function ServerLink({ guild, href, isCurrent }: { guild: Guild; href: string; isCurrent: boolean }) {
  const { unread, mentions } = useStore((state) => unreadOfGuild(state, guild.id));
  return (
    <>
      <span aria-hidden className={classes(css.mark, unread && css.unread, isCurrent && css.current)} />
      <Tooltip side="right" text={guild.name}>
        <Link
          aria-current={isCurrent ? "page" : undefined}
          className={classes(css.link, isCurrent && css.chosen, guild.unavailable && css.away)}
          data-pointed={guild.id}
          data-rove={isCurrent ? "chosen" : ""}
          href={href}
        >
          <Avatar id={guild.id} name={guild.name} size="lg" square />
          <VisuallyHidden>{labelOf(guild, unread, mentions)}</VisuallyHidden>
          {mentions > 0 && (
            <span className={css.badge}>
              <Badge count={mentions} label="" />
            </span>
          )}
        </Link>
      </Tooltip>
    </>
  );
}

function labelOf({ name, unavailable }: Guild, unread: boolean, mentions: number): string {
  if (unavailable) return t("servers.away", { name });
  if (mentions > 0) return t("servers.mentions", { name, count: mentions });
  return unread ? t("servers.unread", { name }) : name;
}
