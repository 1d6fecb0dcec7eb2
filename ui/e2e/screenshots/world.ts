import type { Page } from "playwright-core";
import { Caller } from "../support/rest.ts";
import { NEW, READ, type Said } from "./conversation.ts";
import { crowd, type Figure, READER, TALKERS, type Talker } from "./people.ts";

const PASSWORD = "correct horse battery";
/** Passwords are hashed one after the other: more would only wait. */
const LANES = 3;
const CROWD = 299;
const AGENTS = [
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
];

/** A moment of a harbour town's server, as one reader sees it. */
export interface World {
  readonly reader: Caller;
  /** Who has an account and is in no server. */
  readonly newcomer: Caller;
  readonly botToken: string;
  readonly guildId: string;
  readonly channelId: string;
  readonly lastReadId: string;
  readonly emptyGuildId: string;
  readonly emptyChannelId: string;
  readonly largeGuildId: string;
  readonly invite: string;
  /** By message: how long ago it was said. */
  readonly minutesAgo: ReadonlyMap<string, number>;
  readonly here: readonly { readonly token: string; readonly status: string }[];
}

type Cast = Record<Talker | "reader" | "bot", Caller>;

async function arrive(origin: string, { username, shown }: Figure): Promise<Caller> {
  const caller = await Caller.register(origin, username, PASSWORD);
  await caller.call("PATCH", "/users/@me", { global_name: shown });
  return caller;
}

/** Makes everything that the screens show. */
export async function build(origin: string): Promise<World> {
  const registered = await arrive(origin, READER);
  await registered.call("POST", "/auth/logout");
  const reader = await logIn(origin);
  const newcomer = await arrive(origin, { username: "sunniva", shown: "Sunniva", status: null });
  const talkers = {} as Record<Talker, Caller>;
  for (const [key, figure] of Object.entries(TALKERS)) talkers[key as Talker] = await arrive(origin, figure);
  const { cast, plansId, ...harbour } = await buildHarbour(reader, talkers);
  const minutesAgo = new Map<string, number>();
  const ids = new Map<string, string>();
  const named = new Map([
    ["@reader", `<@${reader.userId}>`],
    ["#plans-and-drawings", `<#${plansId}>`],
  ]);
  const say = (all: readonly Said[]) => tell(cast, harbour.channelId, all, named, ids, minutesAgo);
  const lastReadId = await say(READ);
  await say(NEW);
  const others = await buildOthers(reader, talkers);
  const large = await buildLarge(origin, reader);
  const here = Object.entries(TALKERS).map(([key, { status }]) => ({
    token: talkers[key as Talker].token,
    status,
  }));
  return {
    reader,
    newcomer,
    botToken: cast.bot.token,
    ...harbour,
    ...others,
    largeGuildId: large.id,
    invite: await talkers.aoife.invite(harbour.channelId),
    lastReadId,
    minutesAgo,
    here: [...here, ...large.here].flatMap(({ token, status }) => (status ? [{ token, status }] : [])),
  };
}

async function buildHarbour(reader: Caller, talkers: Record<Talker, Caller>) {
  const { id, channelId: general } = await reader.guild("Harbour Workshop");
  const code = await reader.invite(general);
  for (const talker of Object.values(talkers)) await talker.join(code);
  await giveRoles(reader, id, talkers);
  const channels = await buildChannels(reader, id, general);
  const bot = await reader.bot(id, "Tide Table");
  const [category] = await reader.call<{ id: string }[]>("GET", `/guilds/${id}/channels`).then(categories);
  if (category) await reader.call("PATCH", `/channels/${category.id}`, { name: "The square" });
  await reader.call("PATCH", `/channels/${general}`, { name: "general" });
  for (const [channel, by, text] of [
    ["house-rules", "ruth", "Put the tools back where they hang. That is the whole list."],
    ["kitchen", "pavel", "Soup at one, for whoever is there."],
    ["kitchen", "aoife", "I bring bread."],
  ] as const) {
    await talkers[by].post(channels[channel] ?? general, text);
  }
  await talkers.okonkwo.post(
    channels["plans-and-drawings"] ?? general,
    `<@${reader.userId}> is this the last one?`,
  );
  await talkers.tomas.post(channels["plans-and-drawings"] ?? general, `<@${reader.userId}> or this?`);
  return {
    guildId: id,
    channelId: channels["tide-clock"] ?? general,
    plansId: channels["plans-and-drawings"] ?? general,
    cast: { ...talkers, reader, bot } satisfies Cast,
  };
}

const categories = (all: { id: string; type?: number }[]) => all.filter(({ type }) => type === 4);

async function giveRoles(reader: Caller, guildId: string, talkers: Record<Talker, Caller>) {
  const roles: readonly [string, number, readonly Caller[]][] = [
    ["Workshop", 0x2e86ab, [talkers.kenji, talkers.juno, talkers.layla]],
    ["Keepers", 0xc27c0e, [reader, talkers.tomas, talkers.okonkwo]],
  ];
  for (const [name, color, holders] of roles) {
    const role = await reader.call<{ id: string }>("POST", `/guilds/${guildId}/roles`, {
      name,
      color,
      hoist: true,
    });
    for (const { userId } of holders) {
      await reader.call("PUT", `/guilds/${guildId}/members/${userId}/roles/${role.id}`);
    }
  }
}

/** Returns the ids of the text channels by name. */
async function buildChannels(
  reader: Caller,
  guildId: string,
  general: string,
): Promise<Record<string, string>> {
  const ids: Record<string, string> = { general };
  const create = async (name: string, type: number, more: object = {}) => {
    const { id } = await reader.call<{ id: string }>("POST", `/guilds/${guildId}/channels`, {
      name,
      type,
      ...more,
    });
    ids[name] = id;
    return id;
  };
  const workshop = await create("Workshop", 4);
  const topic =
    "A clock for the harbour wall that shows the tide. Plans hang by the door, tools go back where they hung.";
  await create("tide-clock", 0, { parent_id: workshop, topic });
  await create("plans-and-drawings", 0, { parent_id: workshop });
  await create("everything-made-of-oak-and-other-wood", 0, { parent_id: workshop });
  await create("electronics", 0, { parent_id: workshop });
  const house = await create("The house", 4);
  await create("house-rules", 0, { parent_id: house });
  await create("kitchen", 0, { parent_id: house });
  await create("lost-and-found", 0, { parent_id: house });
  return ids;
}

/** Says it all, and returns the id of the last message. */
async function tell(
  cast: Cast,
  channelId: string,
  all: readonly Said[],
  named: ReadonlyMap<string, string>,
  ids: Map<string, string>,
  minutesAgo: Map<string, number>,
): Promise<string> {
  const mentioned = (text: string) => text.replace(/[@#][a-z-]+/g, (name) => named.get(name) ?? name);
  let last = "";
  for (const { by, text, as, answers, embeds, editedTo, reactions = {}, minutesAgo: ago } of all) {
    const reply = answers === undefined ? {} : { message_reference: { message_id: ids.get(answers) } };
    const more = { ...reply, ...(embeds === undefined ? {} : { embeds }) };
    last = await cast[by].post(channelId, mentioned(text), more);
    if (as !== undefined) ids.set(as, last);
    minutesAgo.set(last, ago);
    const path = `/channels/${channelId}/messages/${last}`;
    if (editedTo !== undefined) await cast[by].call("PATCH", path, { content: editedTo });
    for (const [emoji, callers] of Object.entries(reactions)) {
      for (const who of callers) {
        await cast[who].call("PUT", `${path}/reactions/${encodeURIComponent(emoji)}/@me`);
      }
    }
  }
  return last;
}

/** The reader's other servers: some with news. */
async function buildOthers(reader: Caller, { aoife, juno }: Record<Talker, Caller>) {
  await reader.guild("Saltmarsh Choir");
  const climbing = await aoife.guild("Thursday climbing");
  await reader.join(await aoife.invite(climbing.channelId));
  await aoife.post(climbing.channelId, "Wall is booked from seven.");
  const reading = await juno.guild("Rust reading group");
  await reader.join(await juno.invite(reading.channelId));
  await juno.post(reading.channelId, `<@${reader.userId}> chapter nine is yours.`);
  const empty = await reader.guild("Night kitchen");
  return { emptyGuildId: empty.id, emptyChannelId: empty.channelId };
}

/** A server with 300 members, a third of them here. */
async function buildLarge(origin: string, reader: Caller) {
  const { id, channelId } = await reader.guild("Northern Lights Meetup");
  const code = await reader.invite(channelId);
  const figures = crowd(CROWD);
  const here: { token: string; status: string | null }[] = [];
  const members: Caller[] = [];
  let next = 0;
  const lane = async () => {
    for (let figure = figures[next++]; figure !== undefined; figure = figures[next++]) {
      const caller = await arrive(origin, figure);
      await caller.join(code);
      members.push(caller);
      here.push({ token: caller.token, status: figure.status });
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  await reader.call("PATCH", `/channels/${channelId}`, { topic: "When the sky is green, say where." });
  const role = await reader.call<{ id: string }>("POST", `/guilds/${id}/roles`, {
    name: "Sky watch",
    color: 0x8a5cd1,
    hoist: true,
  });
  for (const { userId } of members.slice(0, 12)) {
    await reader.call("PUT", `/guilds/${id}/members/${userId}/roles/${role.id}`);
  }
  const [first, second] = members;
  await first?.post(channelId, "Clear above the lake. Faint arc, low in the north.");
  await second?.post(channelId, "Leaving now, two free seats.");
  return { id, here };
}

/** The reader's sessions, and nothing of how their account came to be; returns the newest, which is the one in the pictures. */
async function logIn(origin: string): Promise<Caller> {
  let newest: Caller | undefined;
  for (const agent of AGENTS) {
    const answer = await fetch(`${origin}/api/v10/auth/login`, {
      method: "POST",
      headers: { "user-agent": agent },
      body: JSON.stringify({ login: READER.username, password: PASSWORD }),
    });
    const { user_id, token } = (await answer.json()) as { user_id: string; token: string };
    newest = new Caller(origin, user_id, token);
  }
  if (!newest) throw new Error("nobody logged in");
  return newest;
}

/** Those of the world who are here say so, from a page of the server's: each with a line of their own, as long as the page lives. */
export async function beHere(page: Page, here: World["here"]): Promise<void> {
  await page.goto("/login");
  await page.evaluate(async (all) => {
    const address = `${location.origin.replace("http", "ws")}/gateway/?v=10&encoding=json`;
    const enter = ({ token, status }: { token: string; status: string }) =>
      new Promise<void>((done, failed) => {
        const line = new WebSocket(address);
        line.onclose = () => failed(new Error("somebody left"));
        line.onmessage = ({ data }) => {
          const { op, t, d } = JSON.parse(data as string);
          if (t === "READY") done();
          if (op !== 10) return;
          setInterval(() => line.send('{"op":1,"d":null}'), d.heartbeat_interval / 2);
          const presence = { status, afk: false, since: 0, activities: [] };
          const properties = { os: "linux", browser: "pictures", device: "" };
          line.send(JSON.stringify({ op: 2, d: { token, intents: 0, properties, presence } }));
        };
      });
    for (const one of all) await enter(one);
  }, here);
}
