// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Dialog } from "./Dialog.tsx";
import { Toasts } from "./Toasts.tsx";
import { currentToasts, dismissToast, toast } from "./toast.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  for (const { id } of currentToasts()) dismissToast(id);
});

const say = (text: string) => act(() => toast(text));

it("a toast is a polite status and goes by itself", () => {
  render(<Toasts />);
  say("Copied");
  expect(screen.getByRole("status").textContent).toBe("Copied");
  act(() => vi.advanceTimersByTime(10_000));
  expect(screen.getByRole("status").textContent).toBe("");
});

it("a toast stays while the pointer is on it", () => {
  render(<Toasts />);
  say("Copied");
  fireEvent.pointerEnter(screen.getByText("Copied").parentElement as Element);
  act(() => vi.advanceTimersByTime(60_000));
  expect(screen.getByRole("status").textContent).toBe("Copied");
});

it("the same words stand there once, and no more than three at a time", () => {
  render(<Toasts />);
  for (const text of ["one", "two", "two", "three", "four"]) say(text);
  expect(currentToasts().map(({ text }) => text)).toEqual(["two", "three", "four"]);
  fireEvent.click(screen.getAllByRole("button", { name: "Dismiss" })[0] as Element);
  expect(currentToasts().map(({ text }) => text)).toEqual(["three", "four"]);
});

it("toasts stand in the topmost dialog, where they can be heard and pressed", () => {
  render(
    <>
      <Toasts />
      <Dialog onClose={() => {}} title="A dialog">
        <p>Words</p>
      </Dialog>
    </>,
  );
  say("Copied");
  expect(screen.getByText("Copied").closest("dialog")).toBe(screen.getByRole("dialog"));
});
