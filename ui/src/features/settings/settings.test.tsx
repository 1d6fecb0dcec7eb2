// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import type { ReactElement } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Toasts } from "../../components/Toasts.tsx";
import type { Actions } from "../../engine/actions.ts";
import type { Engine } from "../../engine/engine.ts";
import { EngineProvider } from "../../engine/hooks.ts";
import type { WireApplication, WireLogin } from "../../net/wire.ts";
import { initialState } from "../../state/initial.ts";
import type { State } from "../../state/model.ts";
import { AuthorizePage } from "./AuthorizePage.tsx";
import { RIGHTS } from "./permissionNames.ts";
import { SettingsPage } from "./SettingsPage.tsx";

const ok = <T,>(value: T) => ({ ok: true, value }) as const;
const refused = (status: number, message: string) =>
  ({ ok: false, status, code: 0, message, fields: {} }) as const;

const login = (id_hash: string, current: boolean): WireLogin => ({
  id_hash,
  current,
  issued_at: "2026-01-01T00:00:00Z",
  approx_last_used_time: "2026-01-02T00:00:00Z",
  client_info: { os: "Linux", platform: current ? "Firefox" : "Chrome" },
});
const LOGINS = [login("a", true), login("b", false), login("c", false)];

const BOT: WireApplication = {
  id: "42",
  name: "Tollkeeper",
  bot: { id: "42", username: "Tollkeeper", global_name: null, bot: true },
};
const GUILDS = [
  { id: "7", name: "Ringers" },
  { id: "8", name: "Tower" },
];

const state: State = {
  ...initialState,
  self: { kind: "person", id: "1" },
  users: { "1": { id: "1", name: "ada", globalName: "Ada", bot: false } },
};

function show(page: ReactElement, actions: Partial<Actions>) {
  const store = { getState: () => state, subscribe: () => () => {} };
  const engine = { store, actions } as unknown as Engine;
  render(
    <EngineProvider engine={engine}>
      {page}
      <Toasts />
    </EngineProvider>,
  );
}
const open = (page: string, actions: Partial<Actions>, onClose = () => {}) =>
  show(<SettingsPage onClose={onClose} page={page} />, actions);
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const inDialog = () => within(screen.getByRole("dialog"));

beforeEach(() => history.replaceState(null, "", "/"));
afterEach(cleanup);

it("the pages say which one is shown; an unknown one is the account", () => {
  open("appearance", {});
  // Keys scroll it, and Tab goes on from there.
  expect(document.activeElement).toBe(screen.getByRole("main"));
  expect(screen.getByRole("link", { name: "Appearance" }).getAttribute("aria-current")).toBe("page");
  cleanup();
  open("nonsense", {});
  expect(screen.getByRole("link", { name: "Account" }).getAttribute("aria-current")).toBe("page");
});

it("Esc leaves the settings, but not from within a dialog on them", async () => {
  const close = vi.fn();
  open("bots", { applications: async () => ok([BOT]) }, close);
  fireEvent.click(await screen.findByRole("button", { name: "Create a bot" }));
  fireEvent.keyDown(document.body, { key: "Escape" });
  expect(close).not.toHaveBeenCalled();
  press("Cancel");
  fireEvent.keyDown(document.body, { key: "Escape" });
  expect(close).toHaveBeenCalledTimes(1);
});

it("a display name is saved, or refused at its field", async () => {
  const changeDisplayName = vi.fn<Actions["changeDisplayName"]>();
  changeDisplayName.mockResolvedValueOnce(refused(400, "Not that one.")).mockResolvedValueOnce(ok(undefined));
  open("account", { changeDisplayName });
  const field = screen.getByLabelText("Display name");
  fireEvent.change(field, { target: { value: "Ada L." } });
  press("Save");
  await screen.findByText("Not that one.");
  fireEvent.change(field, { target: { value: "Countess" } });
  press("Save");
  await waitFor(() => expect(changeDisplayName).toHaveBeenLastCalledWith("Countess"));
});

it("one session is ended at a press, all others after a question, this one never", async () => {
  const endLogins = vi.fn(async (_hashes: readonly string[]) => ok(undefined));
  open("sessions", { logins: async () => ok(LOGINS), endLogins });
  await screen.findByText("Firefox on Linux");
  expect(screen.getAllByRole("button", { name: /^End the session/ })).toHaveLength(2);
  fireEvent.click(screen.getAllByRole("button", { name: /^End the session/ })[1] as Element);
  await waitFor(() => expect(endLogins).toHaveBeenCalledWith(["c"]));
  press("End all others");
  expect(endLogins).toHaveBeenCalledTimes(1);
  await waitFor(() => {
    fireEvent.click(inDialog().getByRole("button", { name: "End all others" }));
    expect(endLogins).toHaveBeenLastCalledWith(["b", "c"]);
  });
});

it("a list that could not be loaded can be loaded again", async () => {
  const logins = vi.fn<Actions["logins"]>();
  logins.mockResolvedValueOnce(refused(0, "No answer.")).mockResolvedValueOnce(ok(LOGINS));
  open("sessions", { logins });
  await screen.findByText("No answer.");
  press("Try again");
  await screen.findByText("Firefox on Linux");
});

it("a new bot's token is shown once, with a warning, and is not there afterwards", async () => {
  const createApplication = vi.fn(async (_name: string) => ok({ application: BOT, token: "secret.token" }));
  const applications = vi.fn<Actions["applications"]>();
  applications.mockResolvedValueOnce(ok([])).mockResolvedValue(ok([BOT]));
  open("bots", { applications, createApplication });
  fireEvent.click(await screen.findByRole("button", { name: "Create a bot" }));
  press("Create");
  screen.getByText("A bot's name has 2 to 32 characters.", { exact: true });
  fireEvent.change(screen.getByLabelText("Name"), { target: { value: " Tollkeeper " } });
  press("Create");
  expect((await screen.findByLabelText<HTMLInputElement>("Token")).value).toBe("secret.token");
  expect(createApplication).toHaveBeenCalledWith("Tollkeeper");
  inDialog().getByText(/shown only this once/);
  fireEvent.mouseDown(screen.getByRole("dialog"));
  press("I have it");
  await screen.findByText("Tollkeeper");
  expect(document.body.innerHTML).not.toContain("secret.token");
});

it("a bot whose token did not come is there all the same, and that is said", async () => {
  const createApplication = vi.fn(async (_name: string) => ok({ application: BOT, token: null }));
  const applications = vi.fn<Actions["applications"]>();
  applications.mockResolvedValueOnce(ok([])).mockResolvedValue(ok([BOT]));
  open("bots", { applications, createApplication });
  fireEvent.click(await screen.findByRole("button", { name: "Create a bot" }));
  fireEvent.change(screen.getByLabelText("Name"), { target: { value: "Tollkeeper" } });
  press("Create");
  await screen.findByText(/its token did not come/);
  await screen.findByText("Tollkeeper");
  expect(screen.queryByRole("dialog")).toBeNull();
});

it("a token is reset only after a question", async () => {
  const resetBotToken = vi.fn(async (_id: string) => ok({ token: "new.token" }));
  open("bots", { applications: async () => ok([BOT]), resetBotToken });
  fireEvent.click(await screen.findByRole("button", { name: "Reset token" }));
  expect(resetBotToken).not.toHaveBeenCalled();
  fireEvent.click(inDialog().getByRole("button", { name: "Reset token" }));
  expect((await screen.findByLabelText<HTMLInputElement>("Token")).value).toBe("new.token");
});

it("a bot is added to a chosen server with what it may do; the link for others asks for the same", async () => {
  const addBot = vi.fn(async (_bot: string, _guild: string, _may: bigint) => ok(undefined));
  open("bots", {
    applications: async () => ok([BOT]),
    consent: async () => ok({ application: BOT, guilds: GUILDS }),
    addBot,
  });
  fireEvent.click(await screen.findByRole("button", { name: "Add to a server" }));
  fireEvent.change(await screen.findByLabelText("Server"), { target: { value: "8" } });
  fireEvent.click(screen.getByRole("radio", { name: /^Moderate/ }));
  expect(screen.getByLabelText<HTMLInputElement>("Link for others").value).toContain(
    `/oauth2/authorize?client_id=42&scope=bot&permissions=${RIGHTS.moderate}`,
  );
  press("Add");
  await screen.findByText("Tollkeeper is in Tower");
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(addBot).toHaveBeenCalledWith("42", "8", RIGHTS.moderate);
});

it("an install link says what the bot may do, and adds it where the person chose", async () => {
  history.replaceState(null, "", "/oauth2/authorize?client_id=42&scope=bot&permissions=3072&guild_id=8");
  const addBot = vi.fn(async (_bot: string, _guild: string, _may: bigint) => ok(undefined));
  show(<AuthorizePage />, { consent: async () => ok({ application: BOT, guilds: GUILDS }), addBot });
  expect((await screen.findByRole("heading", { level: 1 })).textContent).toContain("Tollkeeper");
  screen.getByText("Write messages");
  expect(screen.queryByText("Ban members")).toBeNull();
  expect(screen.getByLabelText<HTMLSelectElement>("Server").value).toBe("8");
  press("Authorise");
  await screen.findByRole("heading", { name: "Tollkeeper has joined" });
  expect(addBot).toHaveBeenCalledWith("42", "8", 3072n);
  expect(screen.getByRole("link", { name: "Open Tower" }).getAttribute("href")).toBe("/channels/8");
});

it("an install link without a bot asks the server nothing", () => {
  history.replaceState(null, "", "/oauth2/authorize?client_id=x");
  const consent = vi.fn();
  show(<AuthorizePage />, { consent });
  screen.getByRole("heading", { name: "There is no such bot" });
  expect(consent).not.toHaveBeenCalled();
});
