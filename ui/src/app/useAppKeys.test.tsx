// @vitest-environment happy-dom
import { cleanup, fireEvent, render } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Engine } from "../engine/engine.ts";
import { EngineProvider } from "../engine/hooks.ts";
import { type Order, view } from "../engine/view.ts";
import { message } from "../state/testing/builders.ts";
import { useAppKeys } from "./useAppKeys.ts";
import type { Drawers } from "./useDrawers.ts";

const close = vi.fn();
let orders: Order["kind"][] = [];
let stop = () => {};
beforeEach(() => {
  orders = [];
  close.mockClear();
  stop = view.onOrder(({ kind }) => orders.push(kind));
});
afterEach(() => {
  stop();
  view.forget();
  cleanup();
});

const state = { timelines: { 2: { messages: [{ id: message(20).id }] } } };
const engine = { store: { getState: () => state } } as unknown as Engine;

function Window({ drawer }: { drawer: Drawers["drawer"] }) {
  const drawers = { drawer, close } as unknown as Drawers;
  useAppKeys({ guildId: "1", channelId: "2", drawers, help: () => {} });
  return null;
}
const show = (drawer: Drawers["drawer"] = "none") =>
  render(
    <EngineProvider engine={engine}>
      <Window drawer={drawer} />
    </EngineProvider>,
  );
const pressEscape = () => fireEvent.keyDown(document.body, { key: "Escape" });

it("Esc ends one thing at a time: a drawer, the editing, the answering; then the channel is read", () => {
  view.edit("2", message(20).id);
  view.answer("2", "21");
  const { unmount } = show("side");
  pressEscape();
  expect(close).toHaveBeenCalledTimes(1);
  expect(view.store.getState().editing).not.toEqual({});
  unmount();
  show();
  pressEscape();
  expect(view.store.getState().editing).toEqual({});
  expect(view.store.getState().answering["2"]).toBeDefined();
  pressEscape();
  expect(view.store.getState().answering["2"]).toBeUndefined();
  expect(orders).not.toContain("present");
  pressEscape();
  expect(orders).toContain("present");
});

it("Esc leaves an edit alone that is out of reach: the reader jumped away from it", () => {
  view.edit("2", message(7).id);
  show();
  pressEscape();
  expect(view.store.getState().editing["2"]).toBeDefined();
  expect(orders).toContain("present");
});

it("Esc is nobody's twice: who is nearer keeps it", () => {
  show();
  const event = new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true });
  event.preventDefault();
  document.body.dispatchEvent(event);
  expect(orders).toEqual([]);
});
