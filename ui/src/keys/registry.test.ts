import { describe, expect, test } from "vitest";
import {
  combosOf,
  keyIds,
  keyPressed,
  keysOf,
  matches,
  type Platform,
  type Press,
  registry,
} from "./registry.ts";

const PLATFORMS: readonly Platform[] = ["mac", "other"];

function press(key: string, modifiers: Partial<Press> = {}): Press {
  return { key, ctrlKey: false, altKey: false, shiftKey: false, metaKey: false, ...modifiers };
}

describe.each(PLATFORMS)("on %s", (on) => {
  test("no key does two things in one scope", () => {
    const seen = new Map<string, string>();
    for (const id of keyIds) {
      for (const combo of combosOf(id, on)) {
        const place = `${registry[id].scope} ${combo.toLowerCase()}`;
        expect(seen.get(place), `${combo} is bound to ${id} and`).toBeUndefined();
        seen.set(place, id);
      }
    }
  });

  test("no key of the app is taken by a scope inside it", () => {
    const ofApp = new Set(
      keyIds.filter((id) => registry[id].scope === "app").flatMap((id) => combosOf(id, on)),
    );
    for (const id of keyIds.filter((inner) => registry[inner].scope !== "app")) {
      for (const combo of combosOf(id, on)) expect(ofApp, `${id} hides ${combo}`).not.toContain(combo);
    }
  });
});

test("Mod is the key that the platform uses for commands", () => {
  expect(keysOf("help.open", "mac")).toBe("⌘+/");
  expect(keysOf("help.open", "other")).toBe("Ctrl+/");
  expect(matches(press("/", { metaKey: true }), "help.open", "mac")).toBe(true);
  expect(matches(press("/", { ctrlKey: true }), "help.open", "mac")).toBe(false);
});

test("modifiers tell keys apart", () => {
  const pressed = press("ArrowUp", { altKey: true });
  expect(keyPressed(pressed, "app", "other")).toBe("channel.previous");
  expect(keyPressed({ ...pressed, shiftKey: true }, "app", "other")).toBe("channel.previousUnread");
  expect(keyPressed({ ...pressed, ctrlKey: true }, "app", "other")).toBe("server.previous");
  expect(keyPressed(press("ArrowUp"), "app", "other")).toBeNull();
});

test("a sign is found whether or not the layout needs Shift for it", () => {
  expect(matches(press("+"), "message.react", "other")).toBe(true);
  expect(matches(press("+", { shiftKey: true }), "message.react", "other")).toBe(true);
  expect(matches(press("/", { ctrlKey: true, shiftKey: true }), "help.open", "other")).toBe(true);
});

test("a letter is itself with caps lock, and something else with a modifier", () => {
  expect(matches(press("e"), "message.edit", "other")).toBe(true);
  expect(matches(press("E"), "message.edit", "other")).toBe(true);
  expect(matches(press("e", { ctrlKey: true }), "message.edit", "other")).toBe(false);
});

test("keys are shown as they stand on a keyboard", () => {
  expect(keysOf("server.previous", "other")).toBe("Ctrl+Alt+↑");
  expect(keysOf("message.react", "other")).toBe("+");
  expect(keysOf("read.server", "mac")).toBe("Shift+Esc");
});
