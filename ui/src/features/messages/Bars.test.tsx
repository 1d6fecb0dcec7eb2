// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Actions } from "../../engine/actions.ts";
import type { Engine } from "../../engine/engine.ts";
import { EngineProvider } from "../../engine/hooks.ts";
import { createStore } from "../../engine/store.ts";
import { view } from "../../engine/view.ts";
import type { Event } from "../../state/event.ts";
import { reduceAll } from "../../state/reduce.ts";
import { ARRIVED, begun, CHANNEL, messages, outgoing, page } from "../../state/testing/builders.ts";
import { NewBar, PresentBar } from "./Bars.tsx";
import { ListContext, type ListContextValue } from "./listContext.ts";

const done = vi.fn();
const focused = vi.fn();
let stop = () => {};

beforeEach(() => {
  vi.clearAllMocks();
  stop = view.onOrder(({ kind }) => kind === "focus-composer" && focused());
});
afterEach(() => {
  cleanup();
  stop();
});

/** In a stretch of history that ends before the present. */
function show(bar: React.ReactNode) {
  const store = createStore(() => () => {});
  store.teach(reduceAll);
  store.apply(...ARRIVED, begun("around"), page("around", messages(4, 6)));
  const engine = { store, actions: { read: vi.fn() } as unknown as Actions } as unknown as Engine;
  render(
    <EngineProvider engine={engine}>
      <ListContext value={{ channelId: CHANNEL } as ListContextValue}>{bar}</ListContext>
    </EngineProvider>,
  );
  return (...events: readonly Event[]) => act(() => store.apply(...events));
}

it("what was written from within history is told of at once, until it is sent", () => {
  const apply = show(<PresentBar count={3} onGo={done} />);
  expect(screen.getByText("3 new messages")).toBeTruthy();
  apply({ kind: "outgoing-put", outgoing: outgoing("n1", { status: { kind: "queued" } }) });
  expect(screen.getByText("1 not sent yet")).toBeTruthy();
  apply({ kind: "outgoing-discarded", channelId: CHANNEL, nonce: "n1" });
  expect(screen.getByText("3 new messages")).toBeTruthy();
});

it("who goes to the present, to what is new, or has read it, goes on writing", () => {
  show(
    <>
      <PresentBar count={0} onGo={done} />
      <NewBar news={{ count: 1, more: true, isAbove: true, sinceMs: 0 }} onGo={done} onRead={done} />
    </>,
  );
  for (const name of [/present/, /first/, /read/]) fireEvent.click(screen.getByRole("button", { name }));
  expect(done).toHaveBeenCalledTimes(3);
  expect(focused).toHaveBeenCalledTimes(3);
});
