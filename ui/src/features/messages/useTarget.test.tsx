// @vitest-environment happy-dom
import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { toast } from "../../components/toast.ts";
import type { Actions, Jumped } from "../../engine/actions.ts";
import type { Engine } from "../../engine/engine.ts";
import { EngineProvider } from "../../engine/hooks.ts";
import { createStore } from "../../engine/store.ts";
import { reduceAll } from "../../state/reduce.ts";
import { ARRIVED, begun, CHANNEL, id, messages, page } from "../../state/testing/builders.ts";
import { useTarget } from "./useTarget.ts";

vi.mock("../../components/toast.ts", () => ({ toast: vi.fn() }));
const said = () => vi.mocked(toast).mock.calls.map(([text]) => text);

beforeEach(() => vi.clearAllMocks());
afterEach(cleanup);

function reading(answer: Jumped) {
  const store = createStore(() => () => {});
  store.teach(reduceAll);
  store.apply(...ARRIVED, begun("around"), page("around", messages(4, 6)));
  const jumped = Promise.resolve(answer);
  const actions = { jumpTo: () => jumped, jumpNear: () => jumped, jumpToPresent: () => {} };
  const engine = { store, actions: actions as unknown as Actions } as unknown as Engine;
  const { result } = renderHook(() => useTarget(CHANNEL, [], null), {
    wrapper: ({ children }) => <EngineProvider engine={engine}>{children}</EngineProvider>,
  });
  return { result, store };
}

it("a message that is gone is said to be, and one that could not be reached is not", async () => {
  const gone = reading("gone");
  await act(async () => gone.result.current.jump(id(1)));
  expect(said()).toEqual(["That message no longer exists."]);
  expect(gone.result.current.target).toBeNull();
  const failed = reading("failed");
  await act(async () => failed.result.current.jump(id(1)));
  await act(async () => failed.result.current.jumpAfter(id(1)));
  expect(said().slice(1).join()).not.toContain("exists");
  expect(said()).toHaveLength(3);
  expect(failed.result.current.target).toBeNull();
});

it("what was overtaken by another wish is not spoken of, and its successor stays", async () => {
  const { result } = reading("overtaken");
  await act(async () => {
    result.current.jump(id(1));
    result.current.toEnd();
  });
  expect(said()).toEqual([]);
  expect(result.current.target?.kind).toBe("end");
});

it("the end is wanted for as long as it may be had, and no more once it failed", () => {
  const { result, store } = reading("shown");
  act(() => result.current.toEnd());
  expect(result.current.target?.kind).toBe("end");
  act(() => store.apply(begun("newest")));
  expect(result.current.target?.kind).toBe("end");
  act(() => store.apply({ kind: "load-failed", channelId: CHANNEL, load: "newest" }));
  expect(result.current.target).toBeNull();
  expect(said()).toHaveLength(1);
  // It failed once; now it waits for a line.
  act(() => result.current.toEnd());
  expect(result.current.target?.kind).toBe("end");
});
