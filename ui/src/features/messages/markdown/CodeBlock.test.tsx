// @vitest-environment happy-dom
import { cleanup, render, waitFor } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { CodeBlock } from "./CodeBlock.tsx";
import { color } from "./color/color.ts";
import { languageOf } from "./color/languages.ts";
import type { Request } from "./color/pieces.ts";

/** The worker's own code, without a thread. */
class Here extends EventTarget {
  static started = 0;
  static asked = 0;
  static silent = false;

  constructor() {
    super();
    Here.started += 1;
  }

  postMessage({ id, code, language }: Request): void {
    Here.asked += 1;
    if (Here.silent) return;
    const known = languageOf(language);
    const data = { id, pieces: known === undefined ? [code] : color(code, known.id) };
    queueMicrotask(() => this.dispatchEvent(new MessageEvent("message", { data })));
  }

  terminate(): void {}
}
vi.stubGlobal("Worker", Here);

afterEach(() => {
  cleanup();
  Here.silent = false;
  vi.useRealTimers();
});

const spans = (root: HTMLElement) => [...root.querySelectorAll("pre span")].map((span) => span.textContent);

it("code of no known language asks for nothing", () => {
  const { container } = render(<CodeBlock code="let a" language="whatever" />);
  render(<CodeBlock code="let a" />);
  expect(container.querySelector("figcaption")?.textContent).toContain("whatever");
  expect(Here.started).toBe(0);
});

it("code is there at once, and its colours come without changing it", async () => {
  const { container } = render(<CodeBlock code={'let a = "b";'} language="js" />);
  const pre = container.querySelector("pre");
  expect(pre?.textContent).toBe('let a = "b";');
  expect(spans(container)).toEqual([]);
  await waitFor(() => expect(spans(container)).toEqual(["let", '"b"']));
  expect(pre?.textContent).toBe('let a = "b";');
});

it("colours that are known are there at once, without asking again", () => {
  const asked = Here.asked;
  const { container } = render(<CodeBlock code={'let a = "b";'} language="javascript" />);
  expect(spans(container)).toEqual(["let", '"b"']);
  expect(Here.asked).toBe(asked);
});

it("code whose colours never come stays as it is, and the next block gets a new worker", async () => {
  vi.useFakeTimers();
  Here.silent = true;
  const started = Here.started;
  const { container } = render(<CodeBlock code="let lost;" language="js" />);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(spans(container)).toEqual([]);
  Here.silent = false;
  vi.useRealTimers();
  const next = render(<CodeBlock code="let found;" language="js" />);
  await waitFor(() => expect(spans(next.container)).toEqual(["let"]));
  expect(Here.started).toBe(started + 1);
});
