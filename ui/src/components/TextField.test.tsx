// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { TextField } from "./TextField.tsx";

afterEach(cleanup);

it("a field is named by its label and described by its error", () => {
  render(<TextField error="Too short." hint="8 or more." label="Name" onChange={() => {}} value="" />);
  const field = screen.getByLabelText("Name");
  expect(field.getAttribute("aria-invalid")).toBe("true");
  const about = document.getElementById(field.getAttribute("aria-describedby") ?? "");
  expect(about?.textContent).toBe("Too short.");
});

it("a hint describes the field while there is no error", () => {
  render(<TextField hint="8 or more." label="Name" onChange={() => {}} value="" />);
  const field = screen.getByLabelText("Name");
  expect(field.getAttribute("aria-invalid")).toBeNull();
  expect(document.getElementById(field.getAttribute("aria-describedby") ?? "")?.textContent).toBe(
    "8 or more.",
  );
});

it("a password is hidden until somebody looks at it", () => {
  render(<TextField label="Password" onChange={() => {}} type="password" value="secret" />);
  const field = screen.getByLabelText("Password");
  expect(field.getAttribute("type")).toBe("password");
  fireEvent.click(screen.getByRole("button", { name: "Show password" }));
  expect(field.getAttribute("type")).toBe("text");
  fireEvent.click(screen.getByRole("button", { name: "Hide password" }));
  expect(field.getAttribute("type")).toBe("password");
});

it("what is typed is told as text", () => {
  const change = vi.fn();
  render(<TextField label="Name" onChange={change} value="" />);
  fireEvent.change(screen.getByLabelText("Name"), { target: { value: "Ada" } });
  expect(change).toHaveBeenCalledWith("Ada");
});
