// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import type { ReactElement } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Actions, Answer } from "../../engine/actions.ts";
import type { Engine } from "../../engine/engine.ts";
import { EngineProvider } from "../../engine/hooks.ts";
import type { WireInvite } from "../../net/wire.ts";
import { initialState } from "../../state/initial.ts";
import type { State } from "../../state/model.ts";
import { FirstRun } from "./FirstRun.tsx";
import { InvitePage } from "./InvitePage.tsx";
import { LoginPage } from "./LoginPage.tsx";
import { RegisterPage } from "./RegisterPage.tsx";

const refused = (status: number, fields: Record<string, string> = {}, message = "No.") =>
  ({ ok: false, status, code: 0, message, fields }) as const;

const INVITE: WireInvite = {
  code: "abc123",
  guild: { id: "7", name: "Ringers", description: null },
  channel: { id: "8", name: "general", type: 0 },
  inviter: { id: "5", username: "ada", global_name: "Ada", bot: false },
  expires_at: null,
  approximate_member_count: 1,
  approximate_presence_count: 1,
};

function show(page: ReactElement, actions: Partial<Actions>, state: Partial<State> = {}) {
  const store = { getState: () => ({ ...initialState, ...state }), subscribe: () => () => {} };
  const engine = { store, actions } as unknown as Engine;
  render(<EngineProvider engine={engine}>{page}</EngineProvider>);
}

const type = (label: string, text: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value: text } });
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const errorOf = (label: string) => {
  const id = screen.getByLabelText(label).getAttribute("aria-describedby");
  return screen.getByLabelText(label).getAttribute("aria-invalid")
    ? document.getElementById(id ?? "")?.textContent
    : null;
};

beforeEach(() => {
  sessionStorage.clear();
  history.replaceState(null, "", "/");
});
afterEach(cleanup);

it("what is wrong is told at its field before the server is asked, and the first one gets the focus", () => {
  const register = vi.fn();
  show(<RegisterPage />, { register });
  type("User name", "a");
  type("Password", "short");
  press("Create account");
  expect(errorOf("User name")).toBe("A user name has 2 to 32 characters.");
  expect(errorOf("Password")).toBe("A password has at least 8 characters.");
  expect(errorOf("Display name")).toBeNull();
  expect(document.activeElement).toBe(screen.getByLabelText("User name"));
  expect(register).not.toHaveBeenCalled();
});

it("what the server refuses is told at its field, and goes when the field is mended", async () => {
  show(<RegisterPage />, { register: async () => refused(400, { username: "Username is already taken." }) });
  type("User name", "ada");
  type("Password", "long enough");
  press("Create account");
  await waitFor(() => expect(errorOf("User name")).toBe("Username is already taken."));
  expect(document.activeElement).toBe(screen.getByLabelText("User name"));
  type("User name", "ada2");
  expect(errorOf("User name")).toBeNull();
});

it("a form is sent once, however often it is submitted", async () => {
  let answer: (answer: Answer<void>) => void = () => {};
  const logIn = vi.fn(() => new Promise<Answer<void>>((resolve) => (answer = resolve)));
  show(<LoginPage />, { logIn });
  type("User name", " ada ");
  type("Password", "long enough");
  const form = screen.getByLabelText("User name").closest("form") as HTMLFormElement;
  fireEvent.submit(form);
  fireEvent.submit(form);
  expect(logIn).toHaveBeenCalledTimes(1);
  expect(logIn).toHaveBeenCalledWith({ username: "ada", password: "long enough" });
  expect(screen.getByRole("button", { name: "Log in" }).getAttribute("aria-busy")).toBe("true");
  answer(refused(429, {}, "Too many attempts. Try again in 12 seconds."));
  expect((await screen.findByRole("alert")).textContent).toBe("Too many attempts. Try again in 12 seconds.");
  const button = screen.getByRole("button", { name: "Log in" });
  await waitFor(() => expect(button.getAttribute("aria-busy")).toBeNull());
});

it("a wrong pair is said once, at the name", async () => {
  show(<LoginPage />, { logIn: async () => refused(400, { username: "Wrong.", password: "Wrong." }) });
  type("User name", "ada");
  type("Password", "wrong enough");
  press("Log in");
  await waitFor(() => expect(errorOf("User name")).toBe("Wrong."));
  expect(screen.getAllByText("Wrong.")).toHaveLength(1);
});

it("a password manager knows the fields", () => {
  show(<RegisterPage />, {});
  expect(screen.getByLabelText("User name").getAttribute("autocomplete")).toBe("username");
  expect(screen.getByLabelText("Password").getAttribute("autocomplete")).toBe("new-password");
  cleanup();
  show(<LoginPage />, {});
  expect(screen.getByLabelText("Password").getAttribute("autocomplete")).toBe("current-password");
});

it("between logging in and registering the invitation is not lost", () => {
  history.replaceState(null, "", "/login?next=%2Finvite%2Fabc123");
  show(<LoginPage />, {});
  expect(screen.getByRole("link", { name: "Create your account" }).getAttribute("href")).toBe(
    "/register?next=%2Finvite%2Fabc123",
  );
  screen.getByText("Then you join the server that invited you.");
});

it("an ended session says so", () => {
  show(<LoginPage />, {}, { self: { kind: "stranger", reason: "session-ended" } });
  expect(screen.getByRole("status").textContent).toContain("This session was ended.");
});

const person = { kind: "person", id: "1" } as const;

it("a stranger sees who invites to what, and comes back to it", async () => {
  show(<InvitePage code="abc123" />, { invite: async () => ({ ok: true, value: INVITE }) });
  expect((await screen.findByRole("heading", { level: 1 })).textContent).toBe("Ada invites you to Ringers");
  screen.getByText("1 member");
  const register = screen.getByRole("link", { name: "Create account" });
  expect(register.getAttribute("href")).toBe("/register?next=%2Finvite%2Fabc123");
  screen.getByRole("link", { name: "Log in" });
});

it("who chose to come in as a stranger is in without another press; a bare link asks first", async () => {
  const acceptInvite = vi.fn(async () => ({ ok: true, value: { guildId: "7", channelId: "8" } }) as const);
  const actions = { acceptInvite, invite: async () => ({ ok: true, value: INVITE }) as const };
  show(<InvitePage code="abc123" />, actions, { self: person });
  await screen.findByRole("button", { name: "Join Ringers" });
  expect(acceptInvite).not.toHaveBeenCalled();
  cleanup();

  show(<InvitePage code="abc123" />, actions);
  fireEvent.click(await screen.findByRole("link", { name: "Create account" }));
  cleanup();
  show(<InvitePage code="abc123" />, actions, { self: person });
  await waitFor(() => expect(location.pathname).toBe("/channels/7/8"));
  expect(acceptInvite).toHaveBeenCalledTimes(1);
});

it("a member is led in, not asked to join", async () => {
  const guilds = { "7": { id: "7", name: "Ringers" } } as unknown as State["guilds"];
  show(
    <InvitePage code="abc123" />,
    { invite: async () => ({ ok: true, value: INVITE }) },
    { self: person, guilds },
  );
  const open = await screen.findByRole("link", { name: "Open Ringers" });
  expect(open.getAttribute("href")).toBe("/channels/7");
  expect(screen.queryByRole("button", { name: "Join Ringers" })).toBeNull();
});

it("why the server does not let somebody in is told where they pressed", async () => {
  show(
    <InvitePage code="abc123" />,
    {
      invite: async () => ({ ok: true, value: INVITE }),
      acceptInvite: async () => refused(403, {}, "You are banned from this server."),
    },
    { self: person },
  );
  fireEvent.click(await screen.findByRole("button", { name: "Join Ringers" }));
  expect((await screen.findByRole("alert")).textContent).toBe("You are banned from this server.");
});

it("an invitation that has ended says so, one that was not loaded can be loaded again", async () => {
  show(<InvitePage code="gone" />, { invite: async () => refused(404) });
  await screen.findByRole("heading", { name: "This invitation is not valid" });
  cleanup();
  const invite = vi.fn<Actions["invite"]>();
  invite.mockResolvedValueOnce(refused(0)).mockResolvedValueOnce({ ok: true, value: INVITE });
  show(<InvitePage code="abc123" />, { invite });
  fireEvent.click(await screen.findByRole("button", { name: "Try again" }));
  await screen.findByRole("link", { name: "Create account" });
});

it("without a server a pasted link leads to its invitation, and nonsense is told at the field", () => {
  const join = vi.fn();
  render(<FirstRun onCreate={() => {}} onJoin={join} />);
  type("Invite link or code", "not a link");
  press("Continue");
  expect(errorOf("Invite link or code")).toBe("This is no invite link or code.");
  expect(join).not.toHaveBeenCalled();
  type("Invite link or code", "https://chat.example/invite/abc123");
  press("Continue");
  expect(screen.getByText(/leads to another Belfry, chat\.example/)).toBeDefined();
  type("Invite link or code", `${location.origin}/invite/abc123`);
  press("Continue");
  expect(join).toHaveBeenCalledWith("abc123");
});
