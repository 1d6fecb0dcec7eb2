import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { limits } from "../limits.ts";
import { OP } from "../net/gateway.ts";
import { CHANNEL, GUILD, json, ME } from "./testing/fake-server.ts";
import { loaded, settle, World } from "./testing/set-up.ts";
import { LOGIN_KEY } from "./token.ts";
import { view } from "./view.ts";

let world: World;
beforeEach(() => {
  vi.useFakeTimers();
  world = new World();
});
afterEach(() => {
  world.end();
  vi.useRealTimers();
});

describe("arriving", () => {
  test("without a token nobody connects", async () => {
    world = new World({ loggedIn: false });
    const { engine } = await world.open();
    expect(engine.store.getState().self).toEqual({ kind: "stranger" });
    expect(world.server.sockets).toHaveLength(0);
  });

  test("logging in connects, and the next visit needs no password", async () => {
    world = new World({ loggedIn: false });
    const { engine } = await world.open();
    expect(await engine.actions.logIn({ username: "me", password: "secret" })).toEqual({ ok: true });
    expect(engine.store.getState().self).toEqual({ kind: "arriving" });
    await loaded();
    world.server.ready();
    expect(engine.store.getState().self).toEqual({ kind: "person", id: ME });
    expect(world.server.socket.ops(OP.identify)[0]?.d).toMatchObject({ token: "fresh" });
    await world.open();
    expect(world.server.sockets).toHaveLength(2);
  });

  test("a wrong password is told at the fields of the form", async () => {
    world = new World({ loggedIn: false });
    const { engine } = await world.open();
    const error = { _errors: [{ code: "INVALID_LOGIN", message: "Login or password is invalid." }] };
    world.server.spoil = () => json(400, { code: 50_035, errors: { login: error, password: error } });
    const answer = await engine.actions.logIn({ username: "me", password: "wrong" });
    const text = "User name or password is wrong.";
    expect(answer).toMatchObject({ ok: false, fields: { username: text, password: text } });
    expect(engine.store.getState().self).toEqual({ kind: "stranger" });
  });

  test("READY with its guild opens what the person looks at", async () => {
    world.server.write("before");
    const { engine, contents } = await world.open();
    engine.actions.openChannel(CHANNEL);
    world.server.ready();
    expect(world.server.ofPath("GET", "/messages")).toHaveLength(0);
    world.server.guildCreate();
    await settle();
    expect(contents()).toEqual(["before"]);
  });
});

describe("the end of a session", () => {
  test("a token that the gateway refuses makes a stranger who is told why", async () => {
    const { engine } = await world.up();
    world.server.socket.drop(4004);
    expect(engine.store.getState()).toMatchObject({
      self: { kind: "stranger", reason: "session-ended" },
      guilds: {},
      timelines: {},
    });
    expect(world.browser.items.has(LOGIN_KEY)).toBe(false);
    await settle(60_000);
    expect(world.server.sockets).toHaveLength(1);
  });

  test("a token that a request finds refused does so too", async () => {
    const { engine } = await world.up();
    world.server.spoil = () => json(401, { message: "401: Unauthorized", code: 0 });
    await engine.actions.logins();
    expect(engine.store.getState().self).toEqual({ kind: "stranger", reason: "session-ended" });
  });

  test("logging out tells the server with the token, and forgets it", async () => {
    const { engine } = await world.up();
    await engine.actions.logOut();
    expect(world.server.ofPath("POST", "/auth/logout")[0]?.token).toBe("token");
    expect(engine.store.getState().self).toEqual({ kind: "stranger" });
    expect(world.server.socket.closedWith).toBe(1000);
    expect(world.browser.items.has(LOGIN_KEY)).toBe(false);
  });

  test("logging out elsewhere is followed by every tab, without a word of surprise", async () => {
    const one = await world.up();
    const two = await world.up();
    const socketOfOne = world.server.sockets[0];
    await two.engine.actions.logOut();
    expect(one.engine.store.getState().self).toEqual({ kind: "stranger" });
    socketOfOne?.drop(4004);
    expect(one.engine.store.getState().self).toEqual({ kind: "stranger" });
  });

  test("drafts outlive a reload, and never the person, not even one whose session had ended before READY", async () => {
    const { engine } = await world.open();
    view.setDraft(CHANNEL, { text: "dear diary", mentions: [] });
    engine.stop();
    await world.open();
    expect(view.store.getState().drafts[CHANNEL]?.text).toBe("dear diary");
    world.server.socket.drop(4004);
    expect(view.store.getState().drafts).toEqual({});
  });

  test("another account's login in another tab begins anew in this one", async () => {
    const { engine } = await world.up();
    const other = world.browser.tab(world.server);
    other.ports.storage?.setItem(LOGIN_KEY, JSON.stringify({ token: "theirs", userId: "5" }));
    expect(engine.store.getState()).toMatchObject({ self: { kind: "arriving" }, guilds: {} });
    await loaded();
    world.server.socket.hello();
    expect(world.server.socket.ops(OP.identify)[0]?.d).toMatchObject({ token: "theirs" });
  });
});

describe("the line", () => {
  test("that breaks, or a machine that goes offline, is told at once", async () => {
    const { engine, window } = await world.up();
    window.dispatchEvent(new Event("offline"));
    expect(engine.store.getState().connection).toMatchObject({ kind: "waiting", offline: true });
    window.dispatchEvent(new Event("online"));
    expect(engine.store.getState().connection.kind).toBe("connecting");
  });

  test("what comes within a frame is drawn once, in order", async () => {
    const { engine, contents } = await world.up();
    let draws = 0;
    engine.store.subscribe(() => {
      draws += 1;
    });
    for (const content of ["a", "b", "c"]) world.server.say(content);
    expect(draws).toBe(0);
    await settle();
    expect([draws, contents()]).toEqual([1, ["a", "b", "c"]]);
  });

  test("an own action comes after what was heard before it", async () => {
    const { engine, contents } = await world.up();
    world.server.say("heard");
    engine.actions.pinned(CHANNEL, true);
    expect(contents()).toEqual(["heard"]);
  });

  test("a malformed event is dropped and counted, an unknown one ignored", async () => {
    const { engine, contents } = await world.up();
    world.server.socket.tell("MESSAGE_CREATE", { id: 5 });
    world.server.socket.tell("SOMETHING_NEW", { id: 5 });
    world.server.say("fine");
    await settle();
    expect(contents()).toEqual(["fine"]);
    expect([...engine.malformed]).toEqual([["MESSAGE_CREATE", 1]]);
  });

  test("a READY that cannot be read says that the page is too old, and asks for no other", async () => {
    const { engine } = await world.open();
    world.server.socket.hello();
    world.server.socket.tell("READY", { v: 11, session_id: "strange" });
    expect(engine.store.getState()).toMatchObject({
      self: { kind: "arriving" },
      connection: { kind: "outdated" },
    });
    await settle(60_000);
    engine.retryNow();
    expect(world.server.sockets).toHaveLength(1);
  });

  test("a stopped engine leaves no timer behind", async () => {
    const { engine } = await world.up();
    world.server.socket.tell("TYPING_START", {
      channel_id: CHANNEL,
      guild_id: GUILD,
      user_id: "2",
      timestamp: 1,
    });
    const { id } = world.server.say("read and reacted to");
    await settle();
    world.server.spoil = () => json(504, {});
    engine.actions.read(CHANNEL, id);
    engine.actions.readGuild(GUILD);
    void engine.actions.react(CHANNEL, id, "👍", true);
    engine.actions.loadOlder(CHANNEL);
    await settle();
    engine.stop();
    expect(vi.getTimerCount()).toBe(0);
  });

  test("typing is over after a while without a word", async () => {
    const { engine } = await world.up();
    const typing = { channel_id: CHANNEL, guild_id: GUILD, user_id: "2", timestamp: 1 };
    world.server.socket.tell("TYPING_START", typing);
    await settle();
    expect(Object.keys(engine.store.getState().typing[CHANNEL] ?? {})).toEqual(["2"]);
    await settle(limits.typingMs + 1_000);
    expect(engine.store.getState().typing).toEqual({});
  });
});

test("a clock that is set back leaves nobody typing", async () => {
  const { engine } = await world.up();
  world.server.socket.tell("TYPING_START", {
    channel_id: CHANNEL,
    guild_id: GUILD,
    user_id: "2",
    timestamp: 1,
  });
  await settle();
  vi.setSystemTime(Date.now() - 3_600_000);
  await settle(2_000);
  expect(engine.store.getState().typing).toEqual({});
});

describe("what a person does", () => {
  test("typing is told at most once in a while, and anew after sending", async () => {
    const { engine } = await world.up();
    const told = () => world.server.ofPath("POST", "/typing").length;
    engine.actions.typing(CHANNEL);
    engine.actions.typing(CHANNEL);
    expect(told()).toBe(1);
    engine.actions.send(CHANNEL, { content: "x", replyTo: null, mentionAuthor: false });
    engine.actions.typing(CHANNEL);
    expect(told()).toBe(2);
    await settle(limits.typingEveryMs);
    engine.actions.typing(CHANNEL);
    expect(told()).toBe(3);
  });

  test("a reaction is shown at once, and taken back where it is refused", async () => {
    const { engine, messages } = await world.up();
    const { id } = world.server.say("nice");
    await settle();
    world.server.spoil = () => json(403, { code: 50_013, message: "" });
    const answer = engine.actions.react(CHANNEL, id, "👍", true);
    expect(messages()[0]?.reactions).toEqual([{ emoji: "👍", count: 1, me: true }]);
    expect(await answer).toMatchObject({ ok: false });
    expect(messages()[0]?.reactions).toEqual([]);
    expect(world.server.asked.at(-1)?.path).toContain(encodeURIComponent("👍"));
  });

  const reactions = () => world.server.asked.filter(({ path }) => path.endsWith("/@me"));

  test("a reaction that nobody answered is as history says, as soon as it can be asked", async () => {
    const { engine, messages } = await world.up();
    const { id } = world.server.say("nice");
    await settle(5_000);
    world.server.spoil = () => {
      throw new TypeError("network");
    };
    expect(await engine.actions.react(CHANNEL, id, "👍", true)).toMatchObject({ status: 0 });
    expect(messages()[0]?.reactions).toHaveLength(1);
    world.server.socket.drop(1006);
    await settle(5_000);
    world.server.spoil = () => null;
    world.server.socket.hello();
    world.server.socket.tell("RESUMED", {});
    await settle();
    expect(messages()[0]?.reactions).toEqual([]);
  });

  test("a reaction that nobody answered is asked for also where the line stays up", async () => {
    const { engine, messages } = await world.up();
    const { id } = world.server.say("nice");
    await settle(5_000);
    world.server.spoil = () => json(504, {});
    await engine.actions.react(CHANNEL, id, "👍", true);
    await settle(5_000);
    expect(messages()[0]?.reactions).toHaveLength(1);
    world.server.spoil = () => null;
    await settle(limits.retryMaxMs);
    expect(messages()[0]?.reactions).toEqual([]);
    const asked = world.server.asked.length;
    await settle(60_000);
    expect(world.server.asked).toHaveLength(asked);
  });

  test("of reactions put on and taken off in haste the last wish stays, however late the first is heard", async () => {
    const { engine, messages } = await world.up();
    const { id } = world.server.say("nice");
    await settle();
    let refusals = 0;
    world.server.spoil = ({ method }) => {
      if (method !== "PUT" || refusals > 0) return null;
      refusals += 1;
      return json(429, { message: "", retry_after: 1, global: false, code: 0 });
    };
    const wishes = [true, false, true, false].map((on) => engine.actions.react(CHANNEL, id, "👍", on));
    await settle(5_000);
    expect(await Promise.all(wishes)).toEqual(wishes.map(() => ({ ok: true })));
    expect(reactions().map(({ method }) => method)).toEqual(["PUT", "PUT", "DELETE"]);
    expect(messages()[0]?.reactions).toEqual([]);
  });

  test("a bot that was created without its token being told is no refusal: it is there", async () => {
    const { engine } = await world.up();
    const application = { id: "42", name: "bot", bot: { id: "42", username: "bot", global_name: null } };
    world.server.spoil = ({ path }) =>
      path === "/applications" ? json(201, application) : json(503, { message: "" });
    const answer = await engine.actions.createApplication("bot");
    expect(answer).toMatchObject({ ok: true, value: { application: { id: "42" }, token: null } });
  });

  test("creating a channel answers when it is there", async () => {
    const { engine } = await world.up();
    world.server.spoil = () => json(201, { id: "99" });
    let answered = false;
    const form = { kind: "text", name: "new", topic: null, parentId: null } as const;
    const answer = engine.actions.createChannel(GUILD, form).then((given) => {
      answered = true;
      return given;
    });
    await settle();
    expect(answered).toBe(false);
    world.server.socket.tell("CHANNEL_CREATE", world.server.channel("99"));
    await settle();
    expect(await answer).toEqual({ ok: true, value: { channelId: "99" } });
  });
});

describe("reading", () => {
  const acks = () => world.server.asked.filter(({ path }) => path.endsWith("/ack"));

  test("is shown at once, told at most once a second, and the newest wins", async () => {
    const { engine } = await world.up();
    const ids = ["a", "b", "c"].map((content) => world.server.say(content).id);
    for (const id of ids) engine.actions.read(CHANNEL, id);
    expect(engine.store.getState().reads[CHANNEL]?.lastReadId).toBe(ids[2]);
    await settle(5_000);
    expect(acks().map(({ path }) => path.split("/")[4])).toEqual([ids[0], ids[2]]);
    engine.actions.read(CHANNEL, ids[0] ?? "");
    await settle(5_000);
    expect(acks()).toHaveLength(2);
  });

  test("what the broken line kept from the server is told when it is back", async () => {
    const { engine } = await world.up();
    const { id } = world.server.say("a");
    await settle();
    world.server.socket.drop(1006);
    engine.actions.read(CHANNEL, id);
    await settle(1_000);
    expect(acks()).toHaveLength(0);
    world.server.socket.hello();
    world.server.socket.tell("RESUMED", {});
    await settle();
    expect(acks()).toHaveLength(1);
  });

  test("what the server cannot take now is told again, as late as it asks for", async () => {
    const { engine } = await world.up();
    world.server.spoil = ({ path }) =>
      path.endsWith("/ack") ? json(429, { message: "", retry_after: 30, global: false, code: 0 }) : null;
    engine.actions.read(CHANNEL, world.server.say("a").id);
    await settle(30_000);
    expect(acks()).toHaveLength(1);
    world.server.spoil = () => null;
    await settle(2_000);
    expect(acks()).toHaveLength(2);
    await settle(60_000);
    expect(acks()).toHaveLength(2);
  });

  test("a whole guild that could not be told of is told of again in one request, though the line stays up", async () => {
    world.server.channels = [CHANNEL, "21"];
    world.server.write("here");
    world.server.write("there", { channel: "21" });
    const { engine } = await world.up();
    const bulks = () => world.server.ofPath("POST", "/ack-bulk");
    world.server.spoil = ({ path }) => (path.endsWith("/ack-bulk") ? json(503, { code: 0 }) : null);
    engine.actions.readGuild(GUILD);
    await settle();
    world.server.spoil = () => null;
    await settle(60_000);
    expect(bulks().map(({ body }) => body.read_states.length)).toEqual([2, 2]);
    expect(acks()).toHaveLength(0);
  });

  test("a channel that is marked unread while its guild waits to be told read stays unread", async () => {
    const [a, b] = ["a", "b"].map((content) => world.server.write(content).id);
    const { engine } = await world.up();
    world.server.spoil = ({ path }) => (path.endsWith("/ack-bulk") ? json(503, { code: 0 }) : null);
    engine.actions.readGuild(GUILD);
    await settle();
    world.server.spoil = () => null;
    await engine.actions.markUnread(CHANNEL, b ?? "");
    await settle(60_000);
    expect(acks().map(({ path, body }) => [path.split("/")[4], body.manual ?? false])).toEqual([
      [b, false],
      [a, true],
    ]);
    expect(world.server.ofPath("POST", "/ack-bulk")).toHaveLength(1);
  });

  const newSession = async (cursor: string) => {
    world.server.socket.drop(4007);
    await settle(1_000);
    world.server.socket.hello();
    world.server.ready(world.server.socket, [{ id: CHANNEL, last_message_id: cursor, mention_count: 0 }]);
    world.server.guildCreate();
    await settle();
  };

  test("what was read without a line is read after a new session, and told", async () => {
    const { engine } = await world.up();
    const [a = "", b = ""] = ["a", "b"].map((content) => world.server.say(content).id);
    world.server.spoil = ({ path }) => (path.endsWith("/ack") ? json(500, {}) : null);
    engine.actions.read(CHANNEL, b);
    await settle();
    world.server.spoil = () => null;
    await newSession(a);
    expect(engine.store.getState().reads[CHANNEL]?.lastReadId).toBe(b);
    await settle(10_000);
    expect(acks()).toHaveLength(2);
  });

  test("what was told is as a new session says, though no event had confirmed it: elsewhere it was marked unread", async () => {
    const { engine } = await world.up();
    const [a = "", b = ""] = ["a", "b"].map((content) => world.server.say(content).id);
    engine.actions.read(CHANNEL, b);
    await settle(5_000);
    await newSession(a);
    expect(engine.store.getState().reads[CHANNEL]?.lastReadId).toBe(a);
  });

  test("marking unread waits for an ack that is on its way", async () => {
    const { engine } = await world.up();
    const [a, b] = ["a", "b"].map((content) => world.server.say(content).id);
    let answerLate: () => void = () => undefined;
    world.server.spoil = (_asked, answer) => {
      world.server.spoil = () => null;
      return new Promise((resolve) => {
        answerLate = () => resolve(answer());
      });
    };
    engine.actions.read(CHANNEL, b ?? "");
    const marked = engine.actions.markUnread(CHANNEL, b ?? "");
    await settle();
    expect(acks()).toHaveLength(1);
    answerLate();
    await marked;
    await settle(5_000);
    expect(acks().map(({ path }) => path.split("/")[4])).toEqual([b, a]);
  });

  test("marking unread what was read a moment ago tells that it was read first: there is no way back from less", async () => {
    const { engine } = await world.up();
    const [a, b, c] = ["a", "b", "c"].map((content) => world.server.say(content).id);
    engine.actions.read(CHANNEL, a ?? "");
    engine.actions.read(CHANNEL, c ?? "");
    await engine.actions.markUnread(CHANNEL, c ?? "");
    await settle(5_000);
    expect(acks().map(({ path, body }) => [path.split("/")[4], body.manual ?? false])).toEqual([
      [a, false],
      [c, false],
      [b, true],
    ]);
  });

  test("a whole guild is read in one request", async () => {
    world.server.channels = [CHANNEL, "21"];
    world.server.write("here");
    world.server.write("there", { channel: "21" });
    const { engine } = await world.up();
    engine.actions.readGuild(GUILD);
    await settle();
    expect(world.server.ofPath("POST", "/read-states/ack-bulk")[0]?.body.read_states).toHaveLength(2);
  });

  test("marking unread goes back to the message before", async () => {
    const { engine } = await world.up();
    const [a, b] = ["a", "b"].map((content) => world.server.say(content).id);
    await settle();
    await engine.actions.markUnread(CHANNEL, b ?? "");
    expect(acks()[0]).toMatchObject({ path: expect.stringContaining(`/${a}/ack`), body: { manual: true } });
  });
});

describe("members", () => {
  const asked = () => world.server.socket.ops(OP.requestMembers).map(({ d }) => d as Record<string, unknown>);
  const answer = (ids: readonly string[], last = true): void => {
    const users = ids.map((id) => ({ id, username: `user${id}`, global_name: null }));
    world.server.socket.tell("GUILD_MEMBERS_CHUNK", {
      guild_id: GUILD,
      members: users.map((user) => ({ user, nick: null, roles: [], joined_at: "2026-01-01T00:00:00Z" })),
      chunk_index: 0,
      chunk_count: last ? 1 : 2,
      nonce: asked().at(-1)?.nonce,
    });
  };

  test("of a small guild are known without asking", async () => {
    const { engine } = await world.up();
    engine.actions.listMembers(GUILD);
    expect(await engine.actions.findMembers(GUILD, "USER")).toEqual([ME]);
    expect(asked()).toEqual([]);
  });

  test("of a large guild are asked for one request at a time, and each id once", async () => {
    world.server.large = true;
    const { engine } = await world.up();
    engine.actions.listMembers(GUILD);
    engine.actions.listMembers(GUILD);
    engine.actions.needMembers(GUILD, ["5", "6"]);
    engine.actions.needMembers(GUILD, ["6", "7"]);
    await settle(100);
    expect(asked()).toMatchObject([{ query: "", limit: 0 }]);
    answer(["1", "2"]);
    expect(asked()[1]).toMatchObject({ user_ids: ["5", "6", "7"] });
    answer(["5"]);
    engine.actions.needMembers(GUILD, ["5", "6", "7"]);
    await settle(100);
    expect(asked()).toHaveLength(2);
  });

  test("of a large guild that was left and joined again, or told anew, are listed again", async () => {
    world.server.large = true;
    const { engine } = await world.up();
    engine.actions.listMembers(GUILD);
    answer(["1"]);
    await settle();
    world.server.socket.tell("GUILD_DELETE", { id: GUILD });
    await settle();
    world.server.guildCreate();
    await settle();
    engine.actions.listMembers(GUILD);
    expect(asked()).toHaveLength(2);
    answer(["1"]);
    // A view that stays asks too early: the line is up before the guild is told.
    world.server.socket.drop(4007);
    await settle(1_000);
    world.server.socket.hello();
    world.server.ready();
    engine.actions.listMembers(GUILD);
    world.server.guildCreate();
    await settle();
    expect(asked()).toHaveLength(1);
  });

  test("found by their names are answered by the nonce", async () => {
    world.server.large = true;
    const { engine } = await world.up();
    const found = engine.actions.findMembers(GUILD, "us");
    answer(["8"], false);
    answer(["9"]);
    expect(await found).toEqual(["8", "9"]);
    expect(Object.keys(engine.store.getState().members[GUILD] ?? {})).toContain("9");
  });

  test("a request without an answer does not hold up the next", async () => {
    world.server.large = true;
    const { engine } = await world.up();
    const lost = engine.actions.findMembers(GUILD, "a");
    const next = engine.actions.findMembers(GUILD, "b");
    await settle(10_000);
    expect(await lost).toEqual([]);
    answer(["4"]);
    expect(await next).toEqual(["4"]);
  });
});
