// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import type { Engine } from "../../engine/engine.ts";
import { EngineProvider } from "../../engine/hooks.ts";
import { view } from "../../engine/view.ts";
import { arrived, CHANNEL, GUILD, ME, YOU } from "../../state/testing/builders.ts";
import { Content } from "./Content.tsx";
import { ListContext, type ListContextValue } from "./listContext.ts";

const state = arrived();
const engine = { store: { getState: () => state, subscribe: () => () => {} } } as unknown as Engine;

function show(send: boolean) {
  const list = {
    channelId: CHANNEL,
    guildId: GUILD,
    selfId: ME,
    rights: { send, react: send, manage: false },
  } as unknown as ListContextValue;
  render(
    <EngineProvider engine={engine}>
      <ListContext value={list}>
        <Content text={`hi <@${YOU}>`} />
      </ListContext>
    </EngineProvider>,
  );
}

afterEach(() => {
  cleanup();
  view.forget();
});

it("who may write mentions back by pressing a mention", () => {
  show(true);
  fireEvent.click(screen.getByRole("button", { name: /^@/ }));
  expect(view.store.getState().drafts[CHANNEL]?.mentions).toMatchObject([{ markup: `<@${YOU}>` }]);
});

it("who may not write sees a mention as text: no button that does nothing", () => {
  show(false);
  expect(screen.queryByRole("button")).toBeNull();
  expect(document.body.textContent).toContain("hi @");
});
