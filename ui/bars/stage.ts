/** What is on the server before anything is measured: people, servers, channels, messages. */

import { Caller, fill } from "../e2e/support/rest.ts";
import { Server } from "../e2e/support/server.ts";

export const GUILDS = 10;
export const CHANNELS = 50;
/** In each channel that is switched to. */
const MESSAGES = 60;
export const HISTORY = 10_000;
const MEMBERS = 40;

export interface Channel {
  readonly guildId: string;
  readonly id: string;
  /** Stands in its newest message and nowhere else. */
  readonly marker: string;
  readonly newestId: string;
}

export interface Stage {
  readonly server: Server;
  readonly origin: string;
  /** Whose browser is measured. */
  readonly reader: Caller;
  /** Who sits at the other browser, and who floods. */
  readonly writer: Caller;
  /** Of one server, in the order in which they are listed. */
  readonly channels: readonly Channel[];
  /** The first of them, and the last: the one with 10,000 messages. */
  readonly first: Channel;
  readonly history: Channel;
  /** Of another server: where messages are written while one measures. */
  readonly talk: Channel;
}

export const pathOf = ({ guildId, id }: Channel) => `/channels/${guildId}/${id}`;

export async function setUp(): Promise<Stage> {
  const server = await Server.start({ BELFRY_LIMITS__SESSIONS_PER_USER: "10000" });
  const { origin } = server;
  const reader = await Caller.register(origin, "reader");
  const people = [reader];
  for (let index = 1; index < MEMBERS; index += 1)
    people.push(await Caller.register(origin, `person${index}`));
  const guilds: string[] = [];
  for (let index = 0; index < GUILDS; index += 1) guilds.push(await addGuild(people, `Server ${index + 1}`));
  const channels: Channel[] = [];
  for (const place of await channelsOf(reader, guilds[0])) {
    channels.push({ ...place, ...(await addMessages(people, place.id, channels.length)) });
  }
  const [first, history] = [channels[0], channels.at(-1)];
  const [place] = await channelsOf(reader, guilds[1]);
  const writer = people[1];
  if (!first || !history || !place || !writer) throw new Error("nothing was set up");
  const talk = { ...place, ...(await addMessages(people, place.id, 0)) };
  for (const person of [reader, writer]) await acknowledge(person, [...channels, talk]);
  return { server, origin, reader, writer, channels, first, history, talk };
}

/** The channel for writing with a new newest message, and all before it read. */
export async function talkAnew({ reader, writer, talk }: Stage): Promise<Channel> {
  const marker = `anew at ${Date.now()}.`;
  const newestId = await writer.post(talk.id, marker);
  const anew = { ...talk, marker, newestId };
  for (const person of [reader, writer]) await acknowledge(person, [anew]);
  return anew;
}

/** A server of the first, where the others are members too. */
async function addGuild(people: readonly Caller[], name: string): Promise<string> {
  const [owner, ...others] = people;
  if (!owner) throw new Error("nobody");
  const { id, channelId } = await owner.guild(name);
  const code = await owner.invite(channelId);
  await Promise.all(others.map((person) => person.join(code)));
  // Two are there already: a category and a text channel.
  for (let index = 2; index < CHANNELS; index += 1) {
    const topic = index % 3 === 0 ? "What belongs here and what does not" : undefined;
    await owner.call("POST", `/guilds/${id}/channels`, { name: `channel-${index}`, type: 0, topic });
  }
  return id;
}

interface Listed {
  readonly id: string;
  readonly type: number;
  readonly position: number;
  readonly parent_id: string | null;
}

/** The text channels as they are listed: those of no category first. */
async function channelsOf(caller: Caller, guildId = ""): Promise<Pick<Channel, "guildId" | "id">[]> {
  const all = await caller.call<Listed[]>("GET", `/guilds/${guildId}/channels`);
  const rank = ({ parent_id, position }: Listed) => (parent_id === null ? 0 : 10_000) + position;
  const texts = all.filter(({ type }) => type === 0);
  texts.sort((a, b) => rank(a) - rank(b) || (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
  return texts.map(({ id }) => ({ guildId, id }));
}

type Filled = Pick<Channel, "marker" | "newestId">;

/** 60 of them; in the last channel of a server 10,000. */
async function addMessages(people: readonly Caller[], id: string, number: number): Promise<Filled> {
  const before = (number === CHANNELS - 2 ? HISTORY : MESSAGES) - 1;
  const share = Math.ceil(before / people.length);
  // In turns of some messages each, as people talk.
  for (const [index, person] of people.entries()) {
    const from = index * share;
    await fill(person, id, Math.min(share, before - from), (offset) => text(from + offset));
  }
  const marker = `newest of ${number}.`;
  const newestId = String(await people[0]?.post(id, `The ${marker}`));
  for (const emoji of ["👍", "🎉"]) {
    const reaction = `/channels/${id}/messages/${newestId}/reactions/${encodeURIComponent(emoji)}/@me`;
    await people[1]?.call("PUT", reaction);
  }
  return { marker, newestId };
}

/** All was read: a channel opens at its end. */
function acknowledge(reader: Caller, channels: readonly Channel[]): Promise<unknown> {
  const read_states = channels.map(({ id, newestId }) => ({ channel_id: id, message_id: newestId }));
  return reader.call("POST", "/read-states/ack-bulk", { read_states });
}

const WORDS =
  "the bell in the tower rings when a message comes and everybody below looks up for a moment".split(" ");
const KINDS: readonly ((index: number) => string)[] = [
  (index) => sentence(index, 6),
  (index) => sentence(index, 40),
  (index) => `**${sentence(index, 3)}** and _${sentence(index, 4)}_ with \`code\`, ~~${sentence(index, 2)}~~`,
  (index) => sentence(index, 12),
  (index) => `> ${sentence(index, 9)}\n${sentence(index, 5)} 🔔`,
  (index) =>
    `\`\`\`rust\nfn ring(times: u32) -> Bell {\n    // ${sentence(index, 5)}\n    Bell::new(times)\n}\n\`\`\``,
  (index) => `- ${sentence(index, 5)}\n- ${sentence(index + 1, 7)}\n- ${sentence(index + 2, 3)}`,
  (index) => `${sentence(index, 4)} https://example.org/${index}`,
];

function sentence(seed: number, words: number): string {
  return Array.from(
    { length: words },
    (_, index) => WORDS[(seed * 7 + index * (1 + (seed % 3))) % WORDS.length],
  ).join(" ");
}

/** A message as people write them: mostly short, of different heights. */
export function text(index: number): string {
  const kind = KINDS[index % 5 === 0 ? Math.floor(index / 5) % KINDS.length : 0];
  return `${kind?.(index)} (${index})`;
}
