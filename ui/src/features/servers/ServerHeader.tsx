import { ChevronDown } from "lucide-react";
import { Icon } from "../../components/Icon.tsx";
import { Menu } from "../../components/Menu.tsx";
import { useStore } from "../../engine/hooks.ts";
import type { Snowflake } from "../../net/snowflake.ts";
import { t } from "../../text/t.ts";
import type { ServerDoors } from "./dialog.ts";
import css from "./ServerHeader.module.css";
import { useServerItems } from "./useServerItems.ts";

/** The name of the server, over its channels: a button with what can be done with it. */
export function ServerHeader({ guildId, doors }: { guildId: Snowflake; doors: ServerDoors }) {
  const name = useStore((state) => state.guilds[guildId]?.name ?? "");
  const items = useServerItems(guildId, doors);
  if (items.length === 0) return <h1 className={css.name}>{name}</h1>;
  return (
    <h1 className={css.header}>
      <Menu
        items={items}
        trigger={
          <button aria-label={t("servers.menu", { name })} className={css.button} type="button">
            <span className={css.text}>{name}</span>
            <Icon of={ChevronDown} />
          </button>
        }
      />
    </h1>
  );
}
