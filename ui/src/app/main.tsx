import "../components/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { applyTheme } from "../components/theme.ts";
import { createEngine } from "../engine/engine.ts";
import { EngineProvider } from "../engine/hooks.ts";
import { browserPorts } from "../engine/ports.ts";
import { ErrorBoundary } from "./ErrorBoundary.tsx";
import { Chat } from "./pages.ts";
import { Routes } from "./routes.tsx";
import { watchForUpdate } from "./updated.ts";

// Before anything is drawn: no flash of the other theme.
applyTheme();

const engine = createEngine(browserPorts());
watchForUpdate(engine);
engine.start();
if (engine.store.getState().self.kind !== "stranger") {
  // Beside the engine's own code, not after it; and the messages are asked for as soon as the server is known, not when their list is drawn.
  void Chat.load().catch(() => undefined);
  const [, channelId] = /^\/channels\/\d+\/(\d+)$/.exec(location.pathname) ?? [];
  if (channelId) engine.actions.openChannel(channelId);
}

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <ErrorBoundary>
        <EngineProvider engine={engine}>
          <Routes />
        </EngineProvider>
      </ErrorBoundary>
    </StrictMode>,
  );
}
