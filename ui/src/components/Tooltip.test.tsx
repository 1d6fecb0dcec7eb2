// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Tooltip } from "./Tooltip.tsx";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function hovered() {
  render(
    <Tooltip text="What it does">
      <button type="button">Do</button>
    </Tooltip>,
  );
  const button = screen.getByRole("button", { name: "Do" });
  fireEvent.pointerEnter(button, { pointerType: "mouse" });
  return button;
}

const wait = () => act(() => vi.advanceTimersByTime(1_000));

test("a pointer that stays is told, and the word describes the button", () => {
  const button = hovered();
  expect(screen.queryByRole("tooltip")).toBeNull();
  wait();
  const tip = screen.getByRole("tooltip");
  expect(button.getAttribute("aria-describedby")).toBe(tip.id);
});

test("a pointer that passes by is not", () => {
  fireEvent.pointerLeave(hovered());
  wait();
  expect(screen.queryByRole("tooltip")).toBeNull();
});

test("Esc takes the word away, and nothing else", () => {
  const button = hovered();
  wait();
  expect(fireEvent.keyDown(button, { key: "Escape" })).toBe(false);
  expect(screen.queryByRole("tooltip")).toBeNull();
  expect(fireEvent.keyDown(button, { key: "Escape" })).toBe(true);
});
