// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { MenuFloat, PopoverFloat } from "./float.ts";
import { Menu } from "./Menu.tsx";
import { Popover } from "./Popover.tsx";

afterEach(cleanup);

/** What Esc does where nothing nearer takes it. */
const behind = vi.fn();
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented) behind();
});
const pressEsc = () => fireEvent.keyDown(document.activeElement ?? document.body, { key: "Escape" });

const popover = (
  <Popover label="Search" trigger={<button type="button">Open</button>}>
    {/* biome-ignore lint/a11y/noAutofocus: as the emoji picker does */}
    <input aria-label="Field" autoFocus />
  </Popover>
);
const menu = (
  <Menu items={[{ label: "Edit", onSelect: () => {} }]} trigger={<button type="button">Open</button>} />
);
const opener = () => screen.getByRole("button", { name: "Open" });
const isOpen = () => opener().dataset.state === "open";

// The first: nothing has fetched the floats yet.
it("Esc while it is being fetched calls it off", async () => {
  render(popover);
  fireEvent.click(opener());
  expect(isOpen()).toBe(true);
  pressEsc();
  expect(isOpen()).toBe(false);
  await PopoverFloat.load();
  fireEvent.click(opener());
  await screen.findByRole("dialog");
  pressEsc();
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(behind).not.toHaveBeenCalled();
});

it.each([
  ["popover", popover],
  ["menu", menu],
])("Esc in the moment that the focus comes closes the %s, and nothing behind it", async (_, floating) => {
  await Promise.all([PopoverFloat.load(), MenuFloat.load()]);
  behind.mockClear();
  render(floating);
  opener().focus();
  const came = vi.fn();
  const hasCome = ({ target }: FocusEvent) => {
    if (target === opener()) return;
    removeEventListener("focusin", hasCome, true);
    came();
    pressEsc();
  };
  addEventListener("focusin", hasCome, true);
  fireEvent.click(opener());
  await waitFor(() => expect(came).toHaveBeenCalledTimes(1));
  await waitFor(() => expect(isOpen()).toBe(false));
  expect(screen.queryByRole("dialog") ?? screen.queryByRole("menu")).toBeNull();
  expect(behind).not.toHaveBeenCalled();
  await waitFor(() => expect(document.activeElement).toBe(opener()));
});

it("Esc closes what was opened last, and only that", async () => {
  render(
    <Popover label="Outer" trigger={<button type="button">Open</button>}>
      <Menu items={[{ label: "Edit", onSelect: () => {} }]} trigger={<button type="button">More</button>} />
    </Popover>,
  );
  fireEvent.click(opener());
  fireEvent.click(await screen.findByRole("button", { name: "More" }));
  await screen.findByRole("menu");
  pressEsc();
  await waitFor(() => expect(screen.queryByRole("menu")).toBeNull());
  expect(screen.queryByRole("dialog")).not.toBeNull();
  pressEsc();
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});
