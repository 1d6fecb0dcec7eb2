// @vitest-environment happy-dom
import { act, cleanup, render } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { State } from "../state/model.ts";
import { EngineProvider, useActions, useStore } from "./hooks.ts";
import { CHANNEL, GUILD } from "./testing/fake-server.ts";
import { settle, World } from "./testing/set-up.ts";

let world: World;
beforeEach(() => {
  vi.useFakeTimers();
  world = new World();
});
afterEach(() => {
  cleanup();
  world.end();
  vi.useRealTimers();
});

const names = (state: State) => Object.values(state.channels).map(({ name }) => name);

function Names({ drawn }: { drawn: () => void }) {
  drawn();
  return <p>{useStore(names).join()}</p>;
}

function Stray() {
  useActions();
  return null;
}

test("a view is drawn again only when what it selects differs, though each selection is a new list", async () => {
  const { engine } = await world.up();
  const drawn = vi.fn();
  const { container } = render(
    <EngineProvider engine={engine}>
      <Names drawn={drawn} />
    </EngineProvider>,
  );
  expect(container.textContent).toBe(`channel${CHANNEL}`);
  const before = drawn.mock.calls.length;
  world.server.say("a message changes no name");
  await act(() => settle());
  expect(drawn).toHaveBeenCalledTimes(before);
  world.server.socket.tell("CHANNEL_CREATE", { ...world.server.channel("21"), guild_id: GUILD });
  await act(() => settle());
  expect(drawn).toHaveBeenCalledTimes(before + 1);
  expect(container.textContent).toBe(`channel${CHANNEL},channel21`);
});

test("a view outside the provider says so", () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  expect(() => render(<Stray />)).toThrow("no EngineProvider above");
});
