import { expect, test } from "vitest";
import { eventually } from "./support/eventually.ts";
import { browser, house, server } from "./support/house.ts";
import { figures, List } from "./support/list.ts";
import { Person } from "./support/person.ts";
import { Caller, fill } from "./support/rest.ts";
import { addMember, post, text } from "./support/stage.ts";

const PER_SECOND = 200;
const SECONDS = 5;
const SENDERS = 4;
const BEFORE = 40;

house();

test("200 messages a second for 5 s: who is at the end stays there, and each message is shown once, in order", async () => {
  const owner = await Caller.register(server.origin, "olga");
  const { id, channelId } = await owner.guild("The tower");
  const code = await owner.invite(channelId);
  const names = Array.from({ length: SENDERS }, (_, index) => `ringer${index}`);
  const senders = await Promise.all(names.map((name) => addMember(server.origin, code, name)));
  // More than the view holds.
  await fill(owner, channelId, BEFORE, text);
  const reader = await Person.withToken(browser, server.origin, "olga", owner);
  await reader.page.goto(`/channels/${id}/${channelId}`);
  const list = await List.of(reader.page);
  await reader.page.keyboard.press("Escape");
  const seen = await list.during(null, async () => {
    const all = senders.map((sender) => post(sender, channelId, PER_SECOND / SENDERS, SECONDS, text));
    await Promise.all(all);
    await owner.post(channelId, "That was all");
    await reader.message("That was all").waitFor();
  });
  console.log(`${PER_SECOND}/s: ${figures(seen)}`);
  expect(seen.gap).toBeLessThanOrEqual(1);
  expect(seen.blank).toBe(0);

  const told = (await owner.history(channelId, BEFORE + PER_SECOND * SECONDS + 1)).map(({ id }) => id);
  const shown: string[] = [];
  while (shown[0] !== told[0]) {
    const rows = (await list.rows()).map(({ key }) => key);
    expect(new Set(rows).size).toBe(rows.length);
    const known = shown[0] === undefined ? rows.length : rows.indexOf(shown[0]);
    expect(known).toBeGreaterThanOrEqual(0);
    shown.unshift(...rows.slice(0, known));
    if (shown[0] === told[0] || (await list.above()) === 0) break;
    await list.scroll(-600, (await list.anchor(0)).key);
    await eventually("the list goes on", async () => (await list.above()) > 0);
  }
  expect(shown).toEqual(told);
  // The page still answers.
  await reader.composer.fill("Still here");
  await reader.composer.press("Enter");
  await reader.message("Still here").waitFor();
  expect(reader.faults).toEqual([]);
});
