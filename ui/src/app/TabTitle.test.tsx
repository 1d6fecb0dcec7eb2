// @vitest-environment happy-dom
import { act, cleanup, render } from "@testing-library/react";
import type { ReactElement } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useTitle } from "../components/useTitle.ts";
import type { Engine } from "../engine/engine.ts";
import { EngineProvider } from "../engine/hooks.ts";
import { createStore } from "../engine/store.ts";
import { reduceAll } from "../state/reduce.ts";
import { ARRIVED, CHANNEL, created, GUILD, id } from "../state/testing/builders.ts";
import { TabTitle } from "./TabTitle.tsx";
import { Waiting } from "./Waiting.tsx";

function Page() {
  useTitle("Settings");
  return null;
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

it("the tab says that something waits, and does not blink for what is read as it comes", async () => {
  const store = createStore(() => () => {});
  store.teach(reduceAll);
  store.apply(...ARRIVED);
  const titles: string[] = [];
  const set = vi.spyOn(document, "title", "set").mockImplementation((title) => void titles.push(title));
  const page = (title: ReactElement) => (
    <EngineProvider engine={{ store } as unknown as Engine}>
      {title}
      <Waiting key={`beside ${title.key}`} />
    </EngineProvider>
  );
  const { rerender } = render(page(<TabTitle channelId={CHANNEL} guildId={GUILD} key="chat" />));
  const pass = () => act(() => vi.advanceTimersByTimeAsync(200));
  await pass();
  const [plain] = titles;
  expect(plain).toMatch(/^#/);
  act(() => store.apply(created(5)));
  act(() => store.apply({ kind: "read", channelId: CHANNEL, messageId: id(5) }));
  await pass();
  expect(new Set(titles)).toEqual(new Set([plain]));
  act(() => store.apply(created(6)));
  await pass();
  expect(titles.at(-1)).toBe(`• ${plain}`);
  // On another page it goes on waiting.
  titles.length = 0;
  rerender(page(<Page key="settings" />));
  await pass();
  expect(new Set(titles)).toEqual(new Set(["• Settings"]));
  set.mockRestore();
});
