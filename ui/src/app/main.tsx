import "../components/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { applyTheme } from "../components/theme.ts";
import { createEngine } from "../engine/engine.ts";
import { EngineProvider } from "../engine/hooks.ts";
import { browserPorts } from "../engine/ports.ts";
import { ErrorBoundary } from "./ErrorBoundary.tsx";
import { Routes } from "./routes.tsx";

// Before anything is drawn: no flash of the other theme.
applyTheme();

const engine = createEngine(browserPorts());
engine.start();

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
