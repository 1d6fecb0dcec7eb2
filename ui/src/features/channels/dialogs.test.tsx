// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import type { Actions } from "../../engine/actions.ts";
import type { Engine } from "../../engine/engine.ts";
import { EngineProvider } from "../../engine/hooks.ts";
import type { WireInvite } from "../../net/wire.ts";
import { initialState } from "../../state/initial.ts";
import type { Channel } from "../../state/model.ts";
import { reduceAll } from "../../state/reduce.ts";
import { ARRIVED, CHANNEL, GUILD } from "../../state/testing/builders.ts";
import { ChannelDialogs } from "./ChannelDialogs.tsx";
import type { ChannelDialog } from "./dialog.ts";

const CATEGORY = "900";
const arrived = reduceAll(initialState, ARRIVED);
const category: Channel = {
  ...(arrived.channels[CHANNEL] as Channel),
  id: CATEGORY,
  kind: "category",
  name: "Rooms",
};
const state = { ...arrived, channels: { ...arrived.channels, [CATEGORY]: category } };

function open(dialog: ChannelDialog, actions: Partial<Actions>) {
  const store = { getState: () => state, subscribe: () => () => {} };
  render(
    <EngineProvider engine={{ store, actions } as unknown as Engine}>
      <ChannelDialogs dialog={dialog} onClose={() => {}} onCreated={() => {}} />
    </EngineProvider>,
  );
}
afterEach(cleanup);

it("what is refused of a new channel's category stands at the category", async () => {
  const refusal = { parentId: "It is full." };
  open(
    { kind: "create", guildId: GUILD, what: "text", parentId: CATEGORY },
    {
      createChannel: async () => ({ ok: false, status: 400, code: 50035, message: "No", fields: refusal }),
    },
  );
  fireEvent.change(screen.getByRole("textbox", { name: "Name" }), { target: { value: "bells" } });
  fireEvent.click(screen.getByRole("button", { name: "Create" }));
  await screen.findByText("It is full.");
  expect(screen.getByRole("combobox", { name: "Category" }).getAttribute("aria-invalid")).toBe("true");
  expect(screen.queryByText("No")).toBeNull();
});

it("an invite's link says until when it works, and each choice has its own, asked for once", async () => {
  const createInvite = vi.fn<Actions["createInvite"]>(async (_, { maxAgeS }) => {
    const ends = maxAgeS === 0 ? null : "2026-03-04T12:00:00Z";
    return { ok: true, value: { code: `for-${maxAgeS}`, expires_at: ends, channel: null } as WireInvite };
  });
  open({ kind: "invite", channelId: CHANNEL }, { createInvite });
  const choose = (value: string) =>
    fireEvent.change(screen.getByRole("combobox", { name: "Expires after" }), { target: { value } });
  await screen.findByText(/^It works until .*2026/);
  choose("0");
  await screen.findByDisplayValue(/\/invite\/for-0$/);
  expect(screen.queryByText(/^It works until/)).toBeNull();
  choose(String(7 * 24 * 60 * 60));
  await screen.findByDisplayValue(/\/invite\/for-604800$/);
  expect(createInvite).toHaveBeenCalledTimes(2);
});
