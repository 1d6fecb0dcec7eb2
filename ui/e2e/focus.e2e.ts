/** Where the focus goes, what Esc ends, and what stays unread though it is in view. */

import { expect, test } from "vitest";
import { eventually } from "./support/eventually.ts";
import { gather, leave } from "./support/gather.ts";
import { browser, house, server } from "./support/house.ts";
import type { Person } from "./support/person.ts";
import { type Caller, fill } from "./support/rest.ts";

house();

/** Somebody reads what another one wrote. */
async function reading(reader: string, writer: string) {
  const { people, callers, channelId } = await gather(browser, server, `Of ${reader}`, [reader, writer]);
  const [person, other] = people as [Person, Person];
  await leave(other);
  const caller = callers[1] as Caller;
  await fill(caller, channelId, 5, (index) => `bell ${index}`);
  await person.message("bell 4").waitFor();
  return { person, page: person.page, caller, channelId };
}

const isWriting = ({ composer }: Person) => composer.evaluate((field) => field === document.activeElement);
const writes = (person: Person) => eventually("the composer has the focus", () => isWriting(person));

test("who closes a dialog or reacted goes on writing", async () => {
  const { person, page } = await reading("olga", "piet");
  await page.keyboard.press("Control+/");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  await page.keyboard.press("Escape");
  await writes(person);

  await page.getByRole("button", { name: /^Menu of/ }).click();
  await page.getByRole("menuitem", { name: "Rename the server" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await writes(person);

  const row = person.message("bell 4");
  await row.hover();
  await row.getByRole("button", { name: "Add a reaction" }).click();
  await page.getByRole("searchbox", { name: "Search emoji" }).fill("bell");
  await page.getByRole("gridcell").first().click();
  await row.getByRole("button", { name: /1 reaction$/ }).waitFor();
  await writes(person);
  await row.getByRole("button", { name: /1 reaction$/ }).click();
  await row.getByRole("button", { name: /1 reaction$/ }).waitFor({ state: "detached" });
  await writes(person);
  expect(person.faults).toEqual([]);
  await leave(person);
});

test("Esc ends the reply wherever the focus is, and only then is the channel read", async () => {
  const { person, page } = await reading("rosa", "sven");
  const row = person.message("bell 2");
  await row.hover();
  await row.getByRole("button", { name: "Reply" }).click();
  await page.getByText("Replying to sven").waitFor();
  await page.keyboard.press("Shift+F6");
  await eventually("a row has the focus", async () => !(await isWriting(person)));
  await page.keyboard.press("Escape");
  await page.getByText("Replying to sven").waitFor({ state: "detached" });
  await writes(person);
  await leave(person);
});

test("what is marked unread stays so, in view and with more that comes, until Esc", async () => {
  const { person, page, caller, channelId } = await reading("thilde", "urs");
  const row = person.message("bell 2");
  await row.hover();
  await row.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Mark unread from here" }).click();
  await page.getByText(/new since/).waitFor();
  const waits = (isWaiting: boolean) =>
    eventually("the title tells", async () => (await page.title()).startsWith("•") === isWaiting);
  await waits(true);
  await page.evaluate(() => dispatchEvent(new Event("focus")));
  await caller.post(channelId, "bell 5");
  await person.message("bell 5").waitFor();
  // As long as an ack may take that must not be sent.
  await expect(
    page.waitForRequest((request) => request.url().endsWith("/ack"), { timeout: 1_500 }),
  ).rejects.toThrow("Timeout");
  await waits(true);
  await person.composer.press("Escape");
  await waits(false);
  expect(person.faults).toEqual([]);
  await leave(person);
});
