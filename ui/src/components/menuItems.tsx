import type { ComponentType, ReactNode } from "react";
import { classes } from "./classes.ts";
import { Icon, type IconType } from "./Icon.tsx";
import { Kbd } from "./Kbd.tsx";
import css from "./Menu.module.css";

export type MenuItem =
  | {
      label: string;
      icon?: IconType | undefined;
      keys?: string | undefined;
      danger?: boolean | undefined;
      onSelect: () => void;
    }
  | "separator";

interface Parts {
  Item: ComponentType<{
    children: ReactNode;
    className?: string;
    onSelect: () => void;
    textValue: string;
  }>;
  Separator: ComponentType<{ className?: string }>;
}

/** The rows of both kinds of menu. `choose` gets what the chosen one does. */
export function MenuRows({
  items,
  parts: { Item, Separator },
  choose,
}: {
  items: readonly MenuItem[];
  parts: Parts;
  choose: (act: () => void) => void;
}) {
  return items.map((item, index) =>
    item === "separator" ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: a separator has nothing else
      <Separator className={css.separator ?? ""} key={index} />
    ) : (
      <Item
        className={classes(css.item, item.danger && css.danger)}
        key={item.label}
        onSelect={() => choose(item.onSelect)}
        textValue={item.label}
      >
        {item.icon && (
          <span className={css.icon}>
            <Icon of={item.icon} />
          </span>
        )}
        <span className={css.label}>{item.label}</span>
        {item.keys && <Kbd keys={item.keys} />}
      </Item>
    ),
  );
}
