// @vitest-environment happy-dom
import { act, cleanup, renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, expect, it } from "vitest";
import type { Engine } from "../../engine/engine.ts";
import { EngineProvider } from "../../engine/hooks.ts";
import { createStore } from "../../engine/store.ts";
import { reduceAll } from "../../state/reduce.ts";
import { ARRIVED, begun, CHANNEL, id, message, page } from "../../state/testing/builders.ts";
import { useHold } from "./useHold.ts";
import type { Target } from "./useTarget.ts";

afterEach(cleanup);

function shown() {
  const store = createStore(() => () => {});
  store.teach(reduceAll);
  const read = (number: number) =>
    act(() => store.apply({ kind: "read", channelId: CHANNEL, messageId: id(number) }));
  store.apply(
    ...ARRIVED,
    begun("newest"),
    page("newest", [message(1), message(2), message(3)], { reachedOldest: true, reachedNewest: true }),
    { kind: "read", channelId: CHANNEL, messageId: id(2) },
  );
  const wrapper = ({ children }: { children: ReactNode }) => (
    <EngineProvider engine={{ store } as unknown as Engine}>{children}</EngineProvider>
  );
  const hook = renderHook(({ target }) => useHold(CHANNEL, target), {
    wrapper,
    initialProps: { target: null as Target | null },
  });
  act(() => hook.result.current.hold(true));
  const isHeld = () => hook.result.current.isHeld;
  return { read, isHeld, go: (target: Target) => hook.rerender({ target }) };
}

it("what was marked unread stays so wherever the reader jumps, until they go to the present", () => {
  const { isHeld, go } = shown();
  go({ kind: "message", messageId: id(1), order: 1 });
  expect(isHeld()).toBe(true);
  go({ kind: "end", order: 2 });
  expect(isHeld()).toBe(false);
});

it("what was marked unread and is read elsewhere is followed again", () => {
  const { isHeld, read } = shown();
  expect(isHeld()).toBe(true);
  read(3);
  expect(isHeld()).toBe(false);
});
