// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { ContextMenu } from "./ContextMenu.tsx";
import { Menu } from "./Menu.tsx";

afterEach(cleanup);

const edit = vi.fn();
const remove = vi.fn();
const items = [
  { label: "Edit", keys: "E", onSelect: edit },
  "separator" as const,
  { label: "Delete", danger: true, onSelect: remove },
];

async function openByKey() {
  render(<Menu items={items} trigger={<button type="button">More</button>} />);
  const trigger = screen.getByRole("button", { name: "More" });
  trigger.focus();
  fireEvent.keyDown(trigger, { key: "ArrowDown" });
  const menu = await screen.findByRole("menu");
  await waitFor(() => expect(document.activeElement?.textContent).toContain("Edit"));
  return { trigger, menu };
}

it("a menu is gone through by arrows, round and round", async () => {
  await openByKey();
  const names = () => document.activeElement?.textContent;
  fireEvent.keyDown(document.activeElement as Element, { key: "ArrowDown" });
  await waitFor(() => expect(names()).toBe("Delete"));
  fireEvent.keyDown(document.activeElement as Element, { key: "ArrowDown" });
  await waitFor(() => expect(names()).toContain("Edit"));
});

it("what is chosen happens when the focus is back on the button, so that a dialog can return it", async () => {
  const { trigger } = await openByKey();
  let focused: Element | null = null;
  edit.mockImplementationOnce(() => {
    focused = document.activeElement;
  });
  fireEvent.keyDown(document.activeElement as Element, { key: "Enter" });
  await waitFor(() => expect(edit).toHaveBeenCalledTimes(1));
  expect(focused).toBe(trigger);
  expect(screen.queryByRole("menu")).toBeNull();
  expect(remove).not.toHaveBeenCalled();
});

it("Esc closes it, chooses nothing and gives the focus back", async () => {
  const { trigger } = await openByKey();
  edit.mockClear();
  fireEvent.keyDown(document.activeElement as Element, { key: "Escape" });
  await waitFor(() => expect(screen.queryByRole("menu")).toBeNull());
  await waitFor(() => expect(document.activeElement).toBe(trigger));
  expect(edit).not.toHaveBeenCalled();
});

it("a context menu opens where the pointer is and gives the focus back to what had it", async () => {
  render(
    <ContextMenu items={items}>
      <button type="button">Message</button>
    </ContextMenu>,
  );
  const message = screen.getByRole("button", { name: "Message" });
  message.focus();
  fireEvent.contextMenu(message);
  await screen.findByRole("menu");
  remove.mockClear();
  fireEvent.click(screen.getByRole("menuitem", { name: "Delete" }));
  await waitFor(() => expect(remove).toHaveBeenCalledTimes(1));
  expect(document.activeElement).toBe(message);
});

it("no menu puts a style sheet into the page: the policy would refuse it", async () => {
  await openByKey();
  expect(document.querySelectorAll("style")).toHaveLength(0);
});
