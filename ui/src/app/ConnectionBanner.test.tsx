// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, it } from "vitest";
import type { Engine } from "../engine/engine.ts";
import { EngineProvider } from "../engine/hooks.ts";
import type { Connection } from "../net/connection.ts";
import { initialState } from "../state/initial.ts";
import { ConnectionBanner } from "./ConnectionBanner.tsx";

afterEach(cleanup);

function show(connection: Connection): void {
  const store = { getState: () => ({ ...initialState, connection }), subscribe: () => () => {} };
  render(
    <EngineProvider engine={{ store } as unknown as Engine}>
      <ConnectionBanner />
    </EngineProvider>,
  );
}

it("a page that is too old is to be loaded anew; a line that is lost is tried again", () => {
  show({ kind: "outdated" });
  screen.getByText("Belfry was updated.");
  screen.getByRole("button", { name: "Reload" });
  cleanup();
  show({ kind: "waiting", attempt: 1, retryAtMs: 0, offline: false });
  screen.getByText("Reconnecting…");
  screen.getByRole("button", { name: "Retry now" });
});
