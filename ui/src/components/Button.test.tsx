// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { Button } from "./Button.tsx";

afterEach(cleanup);

it("a busy button keeps the focus, and does nothing when pressed", () => {
  const press = vi.fn();
  const submit = vi.fn((event: Event) => event.preventDefault());
  render(
    <form onSubmit={(event) => submit(event.nativeEvent)}>
      <Button busy onClick={press} type="submit">
        Send
      </Button>
    </form>,
  );
  const button = screen.getByRole("button", { name: "Send" });
  button.focus();
  fireEvent.click(button);
  expect(press).not.toHaveBeenCalled();
  expect(submit).not.toHaveBeenCalled();
  expect(document.activeElement).toBe(button);
  expect(button.getAttribute("aria-busy")).toBe("true");
});

it("a button submits nothing unless told to", () => {
  render(<Button>Open</Button>);
  expect(screen.getByRole("button").getAttribute("type")).toBe("button");
});
