// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import "../text/forTests.ts";
import { later } from "./later.tsx";
import { currentToasts } from "./toast.ts";

afterEach(cleanup);

const Said = ({ word }: { word: string }) => <p>{word}</p>;
const away = () => Promise.reject(new Error("offline"));

it("what could not be fetched says so in its place, and comes at the next try", async () => {
  const fetch = vi.fn(away).mockRejectedValueOnce(new Error("offline"));
  fetch.mockResolvedValueOnce(Said as never);
  const Part = later<{ word: string }>(fetch);
  render(<Part waiting="waits" word="here" />);
  expect(screen.getByText("waits")).toBeDefined();
  fireEvent.click(await screen.findByRole("button", { name: "Try again" }));
  await screen.findByText("here");
});

it("who shows it can leave instead, and the person is told", async () => {
  const left = vi.fn();
  const Part = later<{ word: string }>(away);
  render(<Part onFailed={left} word="here" />);
  await waitFor(() => expect(left).toHaveBeenCalledTimes(1));
  expect(currentToasts().map(({ text }) => text)).toEqual([
    "This part could not be fetched. Are you online?",
  ]);
  expect(screen.queryByRole("button")).toBeNull();
});

it("what was fetched ahead is there at once", async () => {
  const Part = later<{ word: string }>(async () => Said);
  await Part.load();
  render(<Part word="here" />);
  expect(screen.getByText("here")).toBeDefined();
});
