// @vitest-environment happy-dom
import { cleanup, renderHook } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import type { Actions } from "../../engine/actions.ts";
import type { Engine } from "../../engine/engine.ts";
import { EngineProvider } from "../../engine/hooks.ts";
import { rowsOf } from "../../state/select/rows.ts";
import { arrived, CHANNEL, GUILD, loaded } from "../../state/testing/builders.ts";
import { RowMaker } from "./rows.ts";
import { useActs } from "./useActs.ts";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function acts() {
  const engine = { actions: {} as Actions } as unknown as Engine;
  const doors = { jump: vi.fn(), markUnread: vi.fn() };
  const { result } = renderHook(() => useActs(CHANNEL, GUILD, doors), {
    wrapper: ({ children }) => <EngineProvider engine={engine}>{children}</EngineProvider>,
  });
  return result.current.acts;
}

it("a text and a link are copied the old way where the page came without TLS", async () => {
  vi.stubGlobal("navigator", { clipboard: undefined });
  const copied: string[] = [];
  document.execCommand = () => {
    copied.push(document.querySelector("textarea")?.value ?? "");
    return true;
  };
  const [row] = new RowMaker().make(rowsOf(arrived(...loaded(1, 1)), CHANNEL, null), false, "0");
  if (!row?.message) throw new Error("no row");
  acts().copyText(row);
  acts().copyLink(row);
  expect(copied).toEqual([
    row.shown.content,
    `${location.origin}/channels/${GUILD}/${CHANNEL}/${row.message.id}`,
  ]);
});
