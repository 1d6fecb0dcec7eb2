// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, it, vi } from "vitest";
import { ConfirmDialog } from "./ConfirmDialog.tsx";
import { Dialog } from "./Dialog.tsx";
import { TextField } from "./TextField.tsx";

afterEach(cleanup);

function Page({ onClosed }: { onClosed?: () => void }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button onClick={() => setOpen(true)} type="button">
        Open
      </button>
      {open && (
        <Dialog
          onClose={() => {
            setOpen(false);
            onClosed?.();
          }}
          title="Create a channel"
        >
          <p>Some words</p>
          <TextField label="Topic" onChange={() => {}} value="" />
          <TextField autoFocus label="Name" onChange={() => {}} value="" />
        </Dialog>
      )}
    </>
  );
}

function opened(page = <Page />) {
  render(page);
  const opener = screen.getByRole("button", { name: "Open" });
  opener.focus();
  fireEvent.click(opener);
  return { opener, dialog: screen.getByRole("dialog") };
}

it("a dialog is modal and named by its title", () => {
  const { dialog } = opened();
  expect(dialog.hasAttribute("open")).toBe(true);
  expect(screen.getByRole("dialog", { name: "Create a channel" })).toBe(dialog);
});

it("the focus goes to the field that wants it, not to the first", () => {
  opened();
  expect(document.activeElement).toBe(screen.getByLabelText("Name"));
});

it("Esc closes it, and the focus goes back to what opened it", () => {
  const { opener, dialog } = opened();
  fireEvent(dialog, new Event("cancel", { cancelable: true }));
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(document.activeElement).toBe(opener);
});

it("a press beside it closes it, one inside does not", () => {
  const { dialog } = opened();
  fireEvent.mouseDown(screen.getByText("Some words"));
  expect(screen.queryByRole("dialog")).toBe(dialog);
  fireEvent.mouseDown(dialog);
  expect(screen.queryByRole("dialog")).toBeNull();
});

it("it is closed once, however it is closed", () => {
  const closed = vi.fn();
  opened(<Page onClosed={closed} />);
  fireEvent.click(screen.getByRole("button", { name: "Close" }));
  expect(closed).toHaveBeenCalledTimes(1);
});

it("a question that cannot be taken back stands on the way out", () => {
  const confirm = vi.fn();
  const close = vi.fn();
  render(
    <ConfirmDialog
      confirm="Delete"
      danger
      onClose={close}
      onConfirm={confirm}
      text="For ever."
      title="Delete it?"
    />,
  );
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "Cancel" }));
  fireEvent.click(screen.getByRole("button", { name: "Delete" }));
  expect(confirm).toHaveBeenCalledTimes(1);
  expect(close).not.toHaveBeenCalled();
});
