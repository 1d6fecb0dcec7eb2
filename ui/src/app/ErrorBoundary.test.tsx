// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ErrorBoundary } from "./ErrorBoundary.tsx";

// React tells the console of what broke.
beforeEach(() => void vi.spyOn(console, "error").mockImplementation(() => {}));
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function Broken(): never {
  throw new Error("it cracked");
}

it("what broke on a page stays behind when one goes elsewhere", () => {
  const { rerender } = render(
    <ErrorBoundary at="/one">
      <Broken />
    </ErrorBoundary>,
  );
  expect(screen.getByRole("alert").textContent).toContain("it cracked");
  rerender(
    <ErrorBoundary at="/two">
      <p>all is well</p>
    </ErrorBoundary>,
  );
  expect(screen.getByText("all is well")).toBeDefined();
});

it("a dialog that breaks takes nothing with it", () => {
  const broken = vi.fn();
  render(
    <>
      <p>the chat</p>
      <ErrorBoundary at={1} onBroken={broken}>
        <Broken />
      </ErrorBoundary>
    </>,
  );
  expect(broken).toHaveBeenCalledTimes(1);
  expect(screen.getByText("the chat")).toBeDefined();
  expect(screen.queryByRole("alert")).toBeNull();
});
