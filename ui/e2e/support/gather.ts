import { expect } from "vitest";
import type { Browser, DeviceOptions } from "./browser.ts";
import { Person } from "./person.ts";
import { Caller } from "./rest.ts";

/** People in a server that the first of them made, each in the open first channel, in a browser of their own. */
export interface Gathering {
  readonly guildId: string;
  readonly channelId: string;
  /** What they do where no browser is needed. */
  readonly callers: readonly Caller[];
  readonly people: readonly Person[];
  readonly path: string;
}

/** `origin` is where the browsers go: the server, or a proxy before it. */
export async function gather(
  browser: Browser,
  server: { readonly origin: string },
  guild: string,
  names: readonly string[],
  { origin = server.origin, ...options }: DeviceOptions & { readonly origin?: string } = {},
): Promise<Gathering> {
  const callers = await Promise.all(names.map((name) => Caller.register(server.origin, name)));
  const [owner, ...others] = callers;
  if (!owner) throw new Error("nobody gathers");
  const { id: guildId, channelId } = await owner.guild(guild);
  const code = await owner.invite(channelId);
  for (const other of others) await other.join(code);
  const path = `/channels/${guildId}/${channelId}`;
  const people = await Promise.all(
    callers.map(async (caller, at) => {
      const person = await Person.withToken(browser, origin, names[at] ?? "", caller, options);
      await person.page.goto(path);
      await person.composer.waitFor();
      return person;
    }),
  );
  return { guildId, channelId, callers, people, path };
}

/** Nobody's browser did what no page may do; they leave. */
export async function leave(...people: readonly Person[]): Promise<void> {
  for (const person of people) expect(person.faults, person.name).toEqual([]);
  await Promise.all(people.map((person) => person.close()));
}
