/**
 * Every key that does something, in one table: the handlers, the help dialog, the menus and the tests read it. What each does is said by
 * the text `help.key.<id>`.
 */

export type Platform = "mac" | "other";

/** Where a key works: anywhere, in a list of messages, in the composer, in the lists at the sides. */
export type Scope = "app" | "messages" | "composer" | "lists";

export interface Binding {
  readonly scope: Scope;
  /**
   * The ways to press it, the one to show first: modifiers (Mod is ⌘ on a Mac and Ctrl elsewhere) and a
   * KeyboardEvent.key, joined by "+".
   */
  readonly keys: readonly [string, ...string[]];
}

const table = {
  "help.open": { scope: "app", keys: ["Mod+/"] },
  "region.next": { scope: "app", keys: ["F6"] },
  "region.previous": { scope: "app", keys: ["Shift+F6"] },
  "channel.previous": { scope: "app", keys: ["Alt+ArrowUp"] },
  "channel.next": { scope: "app", keys: ["Alt+ArrowDown"] },
  "channel.previousUnread": { scope: "app", keys: ["Alt+Shift+ArrowUp"] },
  "channel.nextUnread": { scope: "app", keys: ["Alt+Shift+ArrowDown"] },
  "server.previous": { scope: "app", keys: ["Mod+Alt+ArrowUp"] },
  "server.next": { scope: "app", keys: ["Mod+Alt+ArrowDown"] },
  "read.channel": { scope: "app", keys: ["Escape"] },
  "read.server": { scope: "app", keys: ["Shift+Escape"] },

  "message.previous": { scope: "messages", keys: ["ArrowUp"] },
  "message.next": { scope: "messages", keys: ["ArrowDown"] },
  "message.edit": { scope: "messages", keys: ["E"] },
  "message.reply": { scope: "messages", keys: ["R"] },
  "message.toAnswered": { scope: "messages", keys: ["G"] },
  "message.react": { scope: "messages", keys: ["+"] },
  "message.delete": { scope: "messages", keys: ["Backspace", "Delete"] },
  "message.deleteNow": {
    scope: "messages",
    keys: ["Shift+Backspace", "Shift+Delete"],
  },

  "composer.send": { scope: "composer", keys: ["Enter"] },
  "composer.newline": { scope: "composer", keys: ["Shift+Enter"] },
  "composer.editLast": { scope: "composer", keys: ["ArrowUp"] },

  "list.previous": { scope: "lists", keys: ["ArrowUp"] },
  "list.next": { scope: "lists", keys: ["ArrowDown"] },
  "list.first": { scope: "lists", keys: ["Home"] },
  "list.last": { scope: "lists", keys: ["End"] },
  "list.menu": { scope: "lists", keys: ["Shift+F10", "ContextMenu"] },
} as const satisfies Readonly<Record<string, Binding>>;

export type KeyId = keyof typeof table;

/** The table, in the order of the help dialog. */
export const registry: Readonly<Record<KeyId, Binding>> = table;

export function platform(): Platform {
  return typeof navigator !== "undefined" && /mac|iphone|ipad/i.test(navigator.userAgent) ? "mac" : "other";
}

/** Returns the ways to press `id`, with Mod replaced by what it is on `on`. */
export function combosOf(id: KeyId, on: Platform = platform()): readonly string[] {
  return registry[id].keys.map((combo) => combo.replace("Mod", on === "mac" ? "Meta" : "Ctrl"));
}

/** How keys are shown that have another name than what is printed on them. */
const SHOWN: Readonly<Record<string, string>> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  Escape: "Esc",
  Delete: "Del",
  ContextMenu: "Menu",
  Meta: "⌘",
};

/** Returns `combo` as it stands on a keyboard: `Alt+↑`. */
export function comboShown(combo: string): string {
  const { modifiers, key } = parseCombo(combo);
  return [...modifiers, key].map((part) => SHOWN[part] ?? part).join("+");
}

/** Returns the way to press `id` that is shown: `Ctrl+/`. */
export function keysOf(id: KeyId, on: Platform = platform()): string {
  return comboShown(combosOf(id, on)[0] ?? "");
}

/** What a handler reads of a KeyboardEvent. */
export interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
}

/** Returns whether `event` presses `id`. */
export function matches(event: Press, id: KeyId, on: Platform = platform()): boolean {
  return combosOf(id, on).some((combo) => presses(event, combo));
}

/** Returns which of the keys of `scope` was pressed. */
export function keyPressed(event: Press, scope: Scope, on: Platform = platform()): KeyId | null {
  for (const id of keyIds) {
    if (registry[id].scope === scope && matches(event, id, on)) return id;
  }
  return null;
}

export const keyIds: readonly KeyId[] = Object.keys(table).filter((id): id is KeyId => id in table);

function presses(event: Press, combo: string): boolean {
  const { modifiers, key } = parseCombo(combo);
  // Shift may be needed to type a sign: it depends on the layout, and says nothing.
  const isSign = key.length === 1 && !/[a-z0-9]/i.test(key);
  return (
    event.key.toLowerCase() === key.toLowerCase() &&
    event.ctrlKey === modifiers.has("Ctrl") &&
    event.altKey === modifiers.has("Alt") &&
    event.metaKey === modifiers.has("Meta") &&
    (isSign || event.shiftKey === modifiers.has("Shift"))
  );
}

function parseCombo(combo: string): { modifiers: ReadonlySet<string>; key: string } {
  // "+" itself is a key: it is what follows the last separator.
  const split = combo.length === 1 ? -1 : combo.lastIndexOf("+", combo.length - 2);
  const key = combo.slice(split + 1);
  return { modifiers: new Set(split < 0 ? [] : combo.slice(0, split).split("+")), key };
}
