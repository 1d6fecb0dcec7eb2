import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { limits } from "../limits.ts";
import { OP } from "../net/gateway.ts";
import { CHANNEL, json } from "./testing/fake-server.ts";
import { type Client, settle, World } from "./testing/set-up.ts";

let world: World;
beforeEach(() => {
  vi.useFakeTimers();
  world = new World();
});
afterEach(() => {
  world.end();
  vi.useRealTimers();
});

const pages = () => world.server.ofPath("GET", "/messages");
const write = (count: number, from = 0) => {
  for (let at = 0; at < count; at += 1) world.server.write(`m${from + at}`);
};
const numbered = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => `m${from + at}`);
const timeline = ({ engine }: Client) => engine.store.getState().timelines[CHANNEL];

/** The line breaks, and the server knows nothing of the session any more. */
async function newSession(meanwhile: () => void): Promise<void> {
  world.server.socket.drop(1006);
  meanwhile();
  await settle(1_000);
  world.server.socket.hello();
  world.server.socket.say(OP.invalidSession, false);
  world.server.ready();
  world.server.guildCreate();
  await settle();
}

/** Holds back the next page; returns how to let it go, as it was when it was asked for. */
function holdPage(): () => Promise<void> {
  let letGo: () => void = () => undefined;
  world.server.spoil = (asked, answer) => {
    if (asked.method !== "GET") return null;
    world.server.spoil = () => null;
    const page = answer();
    return new Promise((resolve) => {
      letGo = () => resolve(page);
    });
  };
  return async () => {
    letGo();
    await settle();
  };
}

describe("pages", () => {
  test("lead from the newest message to the oldest, and end there", async () => {
    write(250);
    const client = await world.up();
    expect(client.contents()).toEqual(numbered(150, 250));
    client.engine.actions.loadOlder(CHANNEL);
    client.engine.actions.loadOlder(CHANNEL);
    await settle();
    expect(pages()).toHaveLength(2);
    client.engine.actions.loadOlder(CHANNEL);
    await settle();
    expect(client.contents()).toEqual(numbered(0, 250));
    expect(timeline(client)).toMatchObject({ hasOlder: false, hasNewer: false, live: true });
    client.engine.actions.loadOlder(CHANNEL);
    expect(pages()).toHaveLength(3);
  });

  test("a jump shows the surroundings, and the way back to the present has no gap", async () => {
    write(400);
    const client = await world.up();
    const target = world.server.history[50]?.id ?? "";
    expect(await client.engine.actions.jumpTo(CHANNEL, target)).toBe("shown");
    expect(client.contents()).toEqual(numbered(0, 100));
    expect(timeline(client)?.hasNewer).toBe(true);
    for (let page = 0; page < 4; page += 1) {
      client.engine.actions.loadNewer(CHANNEL);
      await settle();
    }
    expect(client.contents()).toEqual(numbered(0, 400));
    expect(timeline(client)?.hasNewer).toBe(false);
    world.server.say("now");
    await settle();
    expect(client.contents().at(-1)).toBe("now");
  });

  test("a jump to a message that is gone says so and changes nothing", async () => {
    write(3);
    const client = await world.up();
    expect(await client.engine.actions.jumpTo(CHANNEL, "999")).toBe("gone");
    expect(client.contents()).toEqual(numbered(0, 3));
    expect(timeline(client)?.failed).toBeNull();
  });

  test("a jump near a message that is gone shows where it was", async () => {
    write(400);
    const client = await world.up();
    const { id = "" } = world.server.history[50] ?? {};
    world.server.history.splice(50, 1);
    expect(await client.engine.actions.jumpTo(CHANNEL, id)).toBe("gone");
    expect(await client.engine.actions.jumpNear(CHANNEL, id)).toBe("shown");
    expect(client.contents()).toContain("m49");
    expect(client.contents()).toContain("m51");
  });

  test("a jump that nobody answered has failed: the message is not called gone", async () => {
    write(400);
    const client = await world.up();
    const { actions } = client.engine;
    const [first = "", second = ""] = [50, 250].map((at) => world.server.history[at]?.id);
    world.server.spoil = () => json(502, {});
    expect(await actions.jumpTo(CHANNEL, first)).toBe("failed");
    expect(await actions.jumpNear(CHANNEL, first)).toBe("failed");
    world.server.spoil = () => null;
    for (const jump of [actions.jumpTo, actions.jumpNear]) {
      const overtaken = jump(CHANNEL, first);
      expect(await jump(CHANNEL, second)).toBe("shown");
      expect(await overtaken).toBe("overtaken");
      await jump(CHANNEL, world.server.history[399]?.id ?? "");
    }
    world.server.socket.drop(1006);
    expect(await actions.jumpTo(CHANNEL, first)).toBe("failed");
    expect(await actions.jumpNear(CHANNEL, first)).toBe("failed");
  });

  test("who asks for the present without a line is there when there is one", async () => {
    write(400);
    const client = await world.up();
    await client.engine.actions.jumpNear(CHANNEL, world.server.history[50]?.id ?? "");
    expect(timeline(client)?.hasNewer).toBe(true);
    world.server.socket.drop(1006);
    client.engine.actions.jumpToPresent(CHANNEL);
    await settle(1_000);
    world.server.socket.hello();
    world.server.socket.tell("RESUMED", {});
    await settle();
    expect(client.contents()).toEqual(numbered(300, 400));
  });

  test("a page that failed can be asked for again", async () => {
    write(3);
    world.server.spoil = (asked) => (asked.method === "GET" ? json(500, {}) : null);
    const client = await world.up();
    expect(timeline(client)?.failed).toBe("newest");
    world.server.spoil = () => null;
    client.engine.actions.retryLoad(CHANNEL);
    await settle();
    expect(client.contents()).toEqual(numbered(0, 3));
  });

  test("what is said while a page is on its way is there once", async () => {
    write(3);
    const letGo = holdPage();
    const client = await world.up();
    world.server.say("meanwhile");
    await letGo();
    expect(client.contents()).toEqual([...numbered(0, 3), "meanwhile"]);
  });

  test("a page that is asked for without a line comes when there is one", async () => {
    write(150);
    const client = await world.up();
    world.server.socket.drop(1006);
    client.engine.actions.loadOlder(CHANNEL);
    await settle(1_000);
    expect(pages()).toHaveLength(1);
    world.server.socket.hello();
    world.server.socket.tell("RESUMED", {});
    await settle();
    expect(client.contents()).toEqual(numbered(0, 150));
  });

  test("a message that was edited while its page was on its way is fetched again", async () => {
    write(2);
    const letGo = holdPage();
    const client = await world.up();
    const edited = { ...world.server.history[0], content: "edited" };
    world.server.history = world.server.history.map((message) =>
      message.id === edited.id ? { ...message, content: "edited" } : message,
    );
    world.server.socket.tell("MESSAGE_UPDATE", edited);
    await letGo();
    await settle();
    expect(client.contents()).toEqual(["edited", "m1"]);
  });

  test("a reaction that the page had counted before it was told is counted once", async () => {
    const reacted = world.server.write("one");
    reacted.reactions = [{ emoji: { id: null, name: "👍" }, count: 1, me: false }];
    const { messages } = await world.up();
    const told = {
      channel_id: CHANNEL,
      message_id: reacted.id,
      user_id: "2",
      emoji: { id: null, name: "👍" },
    };
    world.server.socket.tell("MESSAGE_REACTION_ADD", told);
    await settle(1_100);
    expect(messages()[0]?.reactions).toEqual([{ emoji: "👍", count: 1, me: false }]);
    await settle(3_000);
    const asked = () =>
      world.server.asked.filter(({ path }) => path.endsWith(`/messages/${reacted.id}`)).length;
    expect(asked()).toBe(1);
    world.server.socket.tell("MESSAGE_REACTION_ADD", { ...told, user_id: "3" });
    await settle(3_000);
    expect([messages()[0]?.reactions[0]?.count, asked()]).toEqual([2, 1]);
  });

  test("channels that nobody looked at for long make room", async () => {
    const many = Array.from({ length: limits.timelines + 1 }, (_, at) => String(100 + at));
    world.server.channels = many;
    const { engine } = await world.up();
    for (const channel of many) {
      engine.actions.openChannel(channel);
      await settle();
    }
    const kept = Object.keys(engine.store.getState().timelines);
    expect(kept).toEqual(many.slice(1));
  });
});

describe("after a session was lost", () => {
  test("what was missed is there once, in order, and what was deleted is gone", async () => {
    write(5);
    const client = await world.up();
    await newSession(() => {
      world.server.history.splice(1, 2);
      write(2, 5);
    });
    expect(client.contents()).toEqual(["m0", "m3", "m4", "m5", "m6"]);
    expect(timeline(client)?.live).toBe(true);
  });

  test("who reads further up keeps the place, with all that changed there", async () => {
    write(600);
    const client = await world.up();
    const { actions } = client.engine;
    actions.pinned(CHANNEL, false);
    for (let page = 0; page < 3; page += 1) {
      actions.loadOlder(CHANNEL);
      await settle();
    }
    await newSession(() => {
      world.server.history.splice(250, 1);
      write(30, 600);
    });
    const expected = numbered(200, 630).filter((content) => content !== "m250");
    expect(client.contents()).toEqual(expected);
    expect(timeline(client)).toMatchObject({ hasOlder: true, hasNewer: false, live: true });
  });

  test("who stands at the end and missed a lot gets the newest, without a gap in it", async () => {
    write(50);
    const client = await world.up();
    await newSession(() => write(250, 50));
    expect(client.contents()).toEqual(numbered(200, 300));
    client.engine.actions.loadOlder(CHANNEL);
    await settle();
    expect(client.contents()).toEqual(numbered(100, 300));
  });

  test("who reads further up and missed a lot goes on from there", async () => {
    write(50);
    const client = await world.up();
    client.engine.actions.pinned(CHANNEL, false);
    await newSession(() => write(250, 50));
    expect(client.contents()).toEqual(numbered(0, 50));
    expect(timeline(client)).toMatchObject({ hasNewer: true, live: true });
    client.engine.actions.loadNewer(CHANNEL);
    await settle();
    expect(client.contents()).toEqual(numbered(0, 150));
  });

  test("a page that was on its way at READY is caught up", async () => {
    write(3);
    const letGo = holdPage();
    const client = await world.up();
    await newSession(() => write(2, 3));
    await letGo();
    await settle();
    expect(client.contents()).toEqual(numbered(0, 5));
    expect(timeline(client)?.live).toBe(true);
  });

  test("a catch-up that failed is tried again by itself, later and later, and then all is shown", async () => {
    write(3);
    const client = await world.up();
    const before = pages().length;
    await newSession(() => {
      write(1, 3);
      world.server.spoil = ({ method }) => (method === "GET" ? json(500, {}) : null);
    });
    expect(timeline(client)).toMatchObject({ failed: "catch-up", live: false });
    await settle(60_000);
    expect(pages().length - before).toBeGreaterThan(5);
    expect(pages().length - before).toBeLessThan(15);
    client.engine.actions.send(CHANNEL, { content: "mine", replyTo: null, mentionAuthor: false });
    world.server.spoil = () => null;
    await settle(limits.retryMaxMs);
    expect([client.contents(), client.outgoing()]).toEqual([[...numbered(0, 4), "mine"], []]);
    const after = pages().length;
    await settle(60_000);
    expect(pages()).toHaveLength(after);
  });

  test("a channel whose catch-up failed is caught up at once when it is opened", async () => {
    write(3);
    world.server.channels = [CHANNEL, "21"];
    const client = await world.up();
    const { actions } = client.engine;
    await newSession(() => {
      write(1, 3);
      world.server.spoil = ({ method }) => (method === "GET" ? json(500, {}) : null);
    });
    actions.openChannel("21");
    await settle();
    world.server.spoil = () => null;
    actions.openChannel(CHANNEL);
    await settle();
    expect(client.contents()).toEqual(numbered(0, 4));
  });

  test("an older page that failed once does not keep a channel from being caught up", async () => {
    write(150);
    world.server.channels = [CHANNEL, "21"];
    const client = await world.up();
    const { actions } = client.engine;
    world.server.spoil = ({ method }) => (method === "GET" ? json(500, {}) : null);
    actions.loadOlder(CHANNEL);
    await settle();
    expect(timeline(client)?.failed).toBe("older");
    world.server.spoil = () => null;
    actions.openChannel("21");
    await newSession(() => write(1, 150));
    actions.openChannel(CHANNEL);
    await settle();
    expect(client.contents().at(-1)).toBe("m150");
  });

  test("a page is asked for only when the guild is heard again", async () => {
    write(3);
    const client = await world.up();
    const before = pages().length;
    world.server.socket.drop(4007);
    await settle(1_000);
    world.server.socket.hello();
    world.server.ready();
    await settle();
    expect(pages()).toHaveLength(before);
    world.server.guildCreate();
    await settle();
    expect(pages()).toHaveLength(before + 1);
    expect(client.contents()).toEqual(numbered(0, 3));
  });

  test("own messages of a burst that the break cut are there once", async () => {
    const client = await world.up();
    let answers = 0;
    world.server.spoil = (asked, answer) => {
      if (asked.method !== "POST") return null;
      answers += 1;
      if (answers < 3) return null;
      // Stored, but neither answered nor told.
      world.server.tells = false;
      answer();
      throw new TypeError("network");
    };
    for (let at = 0; at < 6; at += 1) {
      client.engine.actions.send(CHANNEL, { content: `m${at}`, replyTo: null, mentionAuthor: false });
    }
    await settle();
    await newSession(() => {
      world.server.spoil = () => null;
      world.server.tells = true;
    });
    await settle(limits.retryMaxMs);
    expect(client.contents()).toEqual(numbered(0, 6));
    expect(client.outgoing()).toEqual([]);
    expect(world.server.history).toHaveLength(6);
  });

  test("a resumed session needs no page", async () => {
    write(3);
    const client = await world.up();
    const before = pages().length;
    world.server.socket.drop(1006);
    await settle(1_000);
    world.server.socket.hello();
    world.server.say("missed");
    world.server.socket.tell("RESUMED", {});
    await settle();
    expect(pages()).toHaveLength(before);
    expect(client.contents()).toEqual([...numbered(0, 3), "missed"]);
  });
});
