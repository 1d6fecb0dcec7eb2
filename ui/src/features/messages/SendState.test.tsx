// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import type { Outgoing } from "../../state/model.ts";
import { ListContext, type ListContextValue } from "./listContext.ts";
import type { Row } from "./rows.ts";
import { SendState } from "./SendState.tsx";

afterEach(cleanup);

function show(outgoing: Partial<Outgoing> | null) {
  return render(
    <ListContext value={{ acts: {} } as ListContextValue}>
      <SendState row={{ outgoing } as Row} />
    </ListContext>,
  ).container;
}

it("what was refused says why, and can be sent again or deleted", () => {
  show({
    status: { kind: "failed", reason: "You may not write here.", retryable: true } as Outgoing["status"],
  });
  expect(document.body.textContent).toContain("You may not write here.");
  expect(screen.getAllByRole("button").map(({ textContent }) => textContent)).toEqual([
    "Try again",
    "Delete",
  ]);
});

it("what was acked has nothing to say, whatever it waited for", () => {
  expect(show({ status: { kind: "queued" }, acked: true }).textContent).toBe("");
  expect(show(null).textContent).toBe("");
});
