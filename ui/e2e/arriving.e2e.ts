/** The first minutes, and the ways out: registration, login, invites, sessions. */

import { expect, test } from "vitest";
import { eventually } from "./support/eventually.ts";
import { leave } from "./support/gather.ts";
import { browser, house, server } from "./support/house.ts";
import { Person } from "./support/person.ts";
import { Caller } from "./support/rest.ts";

house();

const arrive = (name: string) => Person.arrive(browser, server.origin, name);

/** What is said under a field: what it is described by. */
const errorAt = (person: Person, label: string, error: string) =>
  person.page
    .getByLabel(label, { exact: true })
    .and(person.page.locator(`[aria-invalid]`))
    .evaluate((field, wanted) => {
      const about = document.getElementById(field.getAttribute("aria-describedby") ?? "");
      if (!about?.textContent?.includes(wanted)) throw new Error(`it says: ${about?.textContent}`);
      if (document.activeElement !== field) throw new Error("the field has not the focus");
    }, error);

test("what is wrong is said at its field, before and after the server was asked", async () => {
  await Caller.register(server.origin, "taken");
  const person = await arrive("taken");
  const { page } = person;
  await page.goto("/register");
  await page.getByLabel("User name").fill("taken");
  await page.getByLabel("Password", { exact: true }).fill("short");
  await page.getByRole("button", { name: "Create account" }).click();
  await errorAt(person, "Password", "A password has at least 8 characters.");
  await person.register();
  await errorAt(person, "User name", "This user name is taken.");

  await page.getByRole("link", { name: "Log in" }).click();
  await page.getByLabel("User name").fill("taken");
  await page.getByLabel("Password", { exact: true }).fill("not the password");
  await page.getByRole("button", { name: "Log in" }).click();
  await errorAt(person, "User name", "User name or password is wrong.");
  await person.logIn();
  await page.getByRole("heading", { name: "Your tower is quiet" }).waitFor();
  await leave(person);
});

test("an invitation survives a login, shows a member the way, and one that is gone says so", async () => {
  const owner = await Caller.register(server.origin, "host");
  await Caller.register(server.origin, "lodger");
  const { channelId } = await owner.guild("Hostel");
  const code = await owner.invite(channelId);
  const lodger = await arrive("lodger");
  await lodger.page.goto(`/invite/${code}`);
  await lodger.page.getByRole("heading", { name: "host invites you to Hostel" }).waitFor();
  await lodger.page.getByRole("link", { name: "Log in" }).click();
  await lodger.logIn();
  await lodger.page.getByRole("textbox", { name: "Message #general" }).waitFor();

  await lodger.page.goto(`/invite/${code}`);
  await lodger.page.getByRole("link", { name: "Open Hostel" }).click();
  await lodger.composer.waitFor();

  await owner.call("DELETE", `/invites/${code}`);
  await lodger.page.goto(`/invite/${code}`);
  await lodger.page.getByRole("heading", { name: "This invitation is not valid" }).waitFor();
  await lodger.page.getByRole("link", { name: "Go to Belfry" }).click();
  await lodger.composer.waitFor();
  await leave(lodger);
});

test("an invitation for one is gone when one has used it", async () => {
  const owner = await Caller.register(server.origin, "single");
  const { channelId } = await owner.guild("Cell");
  const { code } = await owner.call<{ code: string }>("POST", `/channels/${channelId}/invites`, {
    max_uses: 1,
  });
  const late = await arrive("late");
  await late.page.goto(`/invite/${code}`);
  await late.page.getByRole("heading", { name: "single invites you to Cell" }).waitFor();
  await (await Caller.register(server.origin, "early")).join(code);
  await late.page.getByRole("link", { name: "Create account" }).click();
  await late.register();
  await late.page.getByRole("heading", { name: "This invitation is not valid" }).waitFor();
  await leave(late);
});

test("an invitation whose time is over says so, and a stranger finds the way on", async () => {
  const owner = await Caller.register(server.origin, "hasty");
  const { channelId } = await owner.guild("Instant");
  const { code } = await owner.call<{ code: string }>("POST", `/channels/${channelId}/invites`, {
    max_age: 1,
  });
  await eventually("its second is over", () =>
    owner.call("GET", `/invites/${code}`).then(
      () => false,
      () => true,
    ),
  );
  const late = await arrive("tardy");
  await late.page.goto(`/invite/${code}`);
  await late.page.getByRole("heading", { name: "This invitation is not valid" }).waitFor();
  await late.page.getByText("It has ended, was used up, or was never given out.").waitFor();
  await late.page.getByRole("link", { name: "Go to Belfry" }).click();
  await late.page.getByRole("heading", { name: "Welcome back" }).waitFor();
  await leave(late);
});

test("who is in no server is led to create one, or to join by a pasted link", async () => {
  const owner = await Caller.register(server.origin, "keeper");
  const { channelId } = await owner.guild("Lighthouse");
  const code = await owner.invite(channelId);
  const person = await arrive("wanderer");
  const { page } = person;
  await page.goto("/register");
  await person.register();
  await page.getByRole("heading", { name: "Your tower is quiet" }).waitFor();
  const field = page.getByLabel("Invite link or code");
  await field.fill("https://somewhere.test/not an invite");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByText("This is no invite link or code.").waitFor();
  await field.fill(`${server.origin}/invite/${code}`);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("button", { name: "Join Lighthouse" }).click();
  await person.composer.waitFor();

  await page.getByRole("button", { name: "Add a server" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a server" });
  const name = dialog.getByLabel("Name of the server");
  expect(await name.inputValue()).toBe("wanderer’s server");
  await name.press("Enter");
  await page.getByRole("button", { name: "Menu of wanderer’s server" }).waitFor();
  await person.composer.waitFor();
  expect(await person.region("Servers").getByRole("listitem").count()).toBe(2);
  await leave(person);
});

test("logging out in one tab takes the others along", async () => {
  await Caller.register(server.origin, "leaver");
  const first = await arrive("leaver");
  await first.page.goto("/login");
  await first.logIn();
  await first.page.getByRole("heading", { name: "Your tower is quiet" }).waitFor();
  const second = await first.secondTab();
  await second.page.goto("/channels");
  await second.page.getByRole("heading", { name: "Your tower is quiet" }).waitFor();
  await first.page.getByRole("button", { name: "Settings" }).click();
  await first.page.getByRole("main").getByRole("button", { name: "Log out" }).click();
  for (const { page } of [first, second]) {
    await page.getByRole("heading", { name: "Welcome back" }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/login");
    expect(await page.getByText("This session was ended").count()).toBe(0);
  }
  await leave(first);
});

test("a session that is ended from another device goes to the login and says why", async () => {
  await Caller.register(server.origin, "twofold");
  const [here, there] = [await arrive("twofold"), await arrive("twofold")];
  for (const one of [here, there]) {
    await one.page.goto("/login");
    await one.logIn();
    await one.page.getByRole("heading", { name: "Your tower is quiet" }).waitFor();
  }
  await here.page.goto("/settings/sessions");
  await here.page.getByRole("heading", { name: "Other sessions" }).waitFor();
  // The registration is a session too: all but this one are ended.
  await here.page.getByRole("button", { name: "End all others" }).click();
  await here.page.getByRole("dialog").getByRole("button", { name: "End all others" }).click();
  await here.page.getByText("You are logged in nowhere else.").waitFor();
  await there.page.getByText("This session was ended. Log in to come back.").waitFor();
  await there.logIn();
  await there.page.getByRole("heading", { name: "Your tower is quiet" }).waitFor();
  await leave(here, there);
});
