// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { CopyField } from "./CopyField.tsx";
import { currentToasts } from "./toast.ts";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

it("the button copies and says so", async () => {
  const write = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  render(<CopyField label="Token" value="abc.def" />);
  fireEvent.click(screen.getByRole("button", { name: "Copy" }));
  await screen.findByRole("button", { name: "Copied" });
  expect(write).toHaveBeenCalledWith("abc.def");
});

it("without a clipboard the old way is taken, and if that fails the person is told", async () => {
  vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("not allowed"));
  const command = vi.fn().mockReturnValueOnce(true).mockReturnValueOnce(false);
  document.execCommand = command;
  render(<CopyField label="Token" value="abc.def" />);
  fireEvent.click(screen.getByRole("button", { name: "Copy" }));
  const again = await screen.findByRole("button", { name: "Copied" });
  fireEvent.click(again);
  await vi.waitFor(() => expect(currentToasts()).toHaveLength(1));
  expect(command).toHaveBeenCalledTimes(2);
});
