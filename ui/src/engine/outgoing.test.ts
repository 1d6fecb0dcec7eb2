import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { limits } from "../limits.ts";
import { CHANNEL, json, ME } from "./testing/fake-server.ts";
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

const draft = (content: string) => ({ content, replyTo: null, mentionAuthor: false });
const posts = () => world.server.ofPath("POST", "/messages");

describe("an own message", () => {
  test("is shown at once, and takes its place when it is acked", async () => {
    const { engine, outgoing, messages } = await world.up();
    engine.actions.send(CHANNEL, draft("hello"));
    expect(outgoing()).toMatchObject([{ content: "hello", status: { kind: "sending" } }]);
    const nonce = outgoing()[0]?.nonce;
    await settle();
    expect(outgoing()).toEqual([]);
    expect(messages()).toMatchObject([{ content: "hello", nonce }]);
  });

  test("is acked also where the gateway never tells of it", async () => {
    world.server.tells = false;
    const { engine, outgoing, contents } = await world.up();
    engine.actions.send(CHANNEL, draft("hello"));
    await settle();
    expect([outgoing(), contents()]).toEqual([[], ["hello"]]);
  });

  test("that is refused is red with the reason, and can be sent again under its nonce, or deleted", async () => {
    const { engine, outgoing, contents } = await world.up();
    world.server.spoil = () => json(403, { code: 50_013, message: "Missing Permissions" });
    engine.actions.send(CHANNEL, draft("a"));
    engine.actions.send(CHANNEL, draft("b"));
    await settle();
    const [a, b] = outgoing();
    expect(a?.status).toEqual({ kind: "failed", reason: "You do not have the permission to do this." });
    world.server.spoil = () => null;
    engine.actions.discard(CHANNEL, b?.nonce ?? "");
    engine.actions.retry(CHANNEL, a?.nonce ?? "");
    await settle();
    expect([outgoing(), contents()]).toEqual([[], ["a"]]);
    expect(posts().at(-1)?.body).toMatchObject({ nonce: a?.nonce, enforce_nonce: true });
  });

  test("whose answer is lost is sent again under the same nonce, and is there once", async () => {
    const { engine, outgoing, contents } = await world.up();
    world.server.spoil = (asked, answer) => {
      if (asked.method !== "POST") return null;
      answer();
      world.server.spoil = () => null;
      throw new TypeError("network");
    };
    engine.actions.send(CHANNEL, draft("hello"));
    await settle();
    expect(outgoing()).toHaveLength(1);
    await settle(limits.retryMinMs);
    expect(posts().map(({ body }) => body.nonce)).toEqual([posts()[0]?.body.nonce, posts()[0]?.body.nonce]);
    expect([outgoing(), contents(), world.server.history.length]).toEqual([[], ["hello"], 1]);
  });

  test.each([500, 503, 504])("is tried again after %i", async (status) => {
    const { engine, outgoing, contents } = await world.up();
    world.server.spoil = () => json(status, { code: 0, message: "" });
    engine.actions.send(CHANNEL, draft("hello"));
    await settle();
    expect(outgoing()).toMatchObject([{ status: { kind: "queued" } }]);
    world.server.spoil = () => null;
    await settle(limits.retryMinMs);
    expect([outgoing(), contents()]).toEqual([[], ["hello"]]);
  });

  test("waits as long as a 429 says", async () => {
    const { engine, contents } = await world.up();
    world.server.spoil = () => json(429, { message: "", retry_after: 3.2, global: false, code: 0 });
    engine.actions.send(CHANNEL, draft("hello"));
    await settle();
    world.server.spoil = () => null;
    await settle(3_000);
    expect(posts()).toHaveLength(1);
    await settle(300);
    expect([posts().length, contents()]).toEqual([2, ["hello"]]);
  });

  test("waits as long as a 429 says, whatever else happens meanwhile", async () => {
    const { engine, contents } = await world.up();
    world.server.spoil = () => json(429, { message: "", retry_after: 10, global: false, code: 0 });
    engine.actions.send(CHANNEL, draft("a"));
    await settle();
    world.server.spoil = () => null;
    engine.actions.send(CHANNEL, draft("b"));
    world.server.guildCreate();
    world.server.socket.drop(1006);
    await settle(1_000);
    world.server.socket.hello();
    world.server.socket.tell("RESUMED", {});
    await settle(8_900);
    expect(posts()).toHaveLength(1);
    await settle(200);
    expect(contents()).toEqual(["a", "b"]);
  });

  test("whose request the old line took along is sent again as soon as there is a new one", async () => {
    const { engine, contents, outgoing } = await world.up();
    world.server.spoil = (asked, answer) => {
      if (asked.method !== "POST") return null;
      answer();
      world.server.spoil = () => null;
      return new Promise(() => undefined);
    };
    engine.actions.send(CHANNEL, draft("hello"));
    await settle();
    world.server.socket.drop(1006);
    await settle(1_000);
    world.server.socket.hello();
    world.server.socket.tell("RESUMED", {});
    await settle();
    expect([outgoing(), contents(), posts().length]).toEqual([[], ["hello"], 2]);
  });

  test("waits for those before it", async () => {
    const { engine, contents } = await world.up();
    let answerFirst: () => void = () => undefined;
    world.server.spoil = (_asked, answer) => {
      world.server.spoil = () => null;
      return new Promise((resolve) => {
        answerFirst = () => resolve(answer());
      });
    };
    for (const content of ["a", "b", "c"]) engine.actions.send(CHANNEL, draft(content));
    await settle();
    expect(posts()).toHaveLength(1);
    answerFirst();
    await settle();
    expect(contents()).toEqual(["a", "b", "c"]);
  });

  test("of a reply names what it answers, and whether its author is pinged", async () => {
    const { engine } = await world.up();
    const { id } = world.server.say("question");
    engine.actions.send(CHANNEL, { content: "answer", replyTo: id, mentionAuthor: false });
    await settle();
    expect(posts()[0]?.body).toMatchObject({
      message_reference: { message_id: id },
      allowed_mentions: { replied_user: false },
    });
  });

  test("beyond what may wait is not silently lost", async () => {
    const { engine, outgoing } = await world.up();
    world.server.socket.drop(1006);
    for (let count = 0; count <= limits.outgoing; count += 1) engine.actions.send(CHANNEL, draft("x"));
    expect(outgoing().at(-1)?.status.kind).toBe("failed");
    expect(outgoing().at(-2)?.status.kind).toBe("queued");
  });
});

describe("without a line", () => {
  test("messages wait, and go in order when it is back", async () => {
    const { engine, outgoing, contents } = await world.up();
    world.server.socket.drop(1006);
    engine.actions.send(CHANNEL, draft("a"));
    engine.actions.send(CHANNEL, draft("b"));
    await settle(1_000);
    expect(outgoing().map(({ status }) => status.kind)).toEqual(["queued", "queued"]);
    expect(posts()).toHaveLength(0);
    world.server.socket.hello();
    world.server.socket.tell("RESUMED", {});
    await settle();
    expect([outgoing(), contents()]).toEqual([[], ["a", "b"]]);
  });

  test.each([1, -1])(
    "what waited longer than the server remembers a nonce is not sent by itself (%i)",
    async (sign) => {
      const { engine, outgoing } = await world.up();
      world.server.socket.drop(1006);
      engine.actions.send(CHANNEL, draft("old"));
      vi.setSystemTime(Date.now() + sign * (limits.nonceMs + 5_000));
      await settle(1_000);
      world.server.socket.hello();
      world.server.socket.tell("RESUMED", {});
      await settle();
      expect([posts().length, outgoing()[0]?.status.kind]).toEqual([0, "failed"]);
      engine.actions.retry(CHANNEL, outgoing()[0]?.nonce ?? "");
      await settle();
      expect(posts()).toHaveLength(1);
    },
  );
});

test("one that was given up and is in history after all is no failure", async () => {
  const { engine, outgoing, contents } = await world.up();
  world.server.spoil = (asked, answer) => {
    if (asked.method !== "POST") return null;
    answer();
    world.server.socket.drop(1006);
    throw new TypeError("network");
  };
  world.server.tells = false;
  engine.actions.send(CHANNEL, draft("lost answer"));
  await settle();
  vi.setSystemTime(Date.now() + limits.nonceMs + 1);
  await settle(1_000);
  world.server.ready();
  await settle();
  expect(outgoing()).toMatchObject([{ status: { kind: "failed" } }]);
  world.server.guildCreate();
  await settle();
  expect([outgoing(), contents(), posts().length]).toEqual([[], ["lost answer"], 1]);
});

describe("tabs", () => {
  test("a reload keeps its name and what is unsent, however often it is restored at once", async () => {
    const tabItems = new Map<string, string>();
    const first = await world.up(tabItems);
    world.server.socket.drop(1006);
    first.engine.actions.send(CHANNEL, draft("unsent"));
    first.die();
    first.engine.stop();
    world.server.spoil = (asked) => (asked.method === "POST" ? json(403, { code: 50_013 }) : null);
    const name = tabItems.get("belfry.tab");
    const second = await world.open(tabItems);
    world.server.ready();
    world.server.ready();
    second.ports.document.dispatchEvent(new Event("visibilitychange"));
    world.server.guildCreate();
    await settle();
    expect(second.outgoing()).toMatchObject([{ content: "unsent" }]);
    expect(tabItems.get("belfry.tab")).toBe(name);
    expect([...world.browser.items.keys()]).toEqual([
      "belfry.login",
      `belfry.unsent.${JSON.parse(name ?? "")}`,
    ]);
  });

  test("a reload shows and sends what was unsent, under the same nonce", async () => {
    const tabItems = new Map<string, string>();
    const first = await world.up(tabItems);
    world.server.socket.drop(1006);
    first.engine.actions.send(CHANNEL, draft("unsent"));
    const nonce = first.outgoing()[0]?.nonce;
    first.die();
    first.engine.stop();
    const second = await world.up(tabItems);
    expect(posts().map(({ body }) => body.nonce)).toEqual([nonce]);
    expect([second.outgoing(), second.contents()]).toEqual([[], ["unsent"]]);
  });

  test("a tab takes over what a dead one left, and keeps it under its own name", async () => {
    const dead = await world.up();
    world.server.socket.drop(1006);
    dead.engine.actions.send(CHANNEL, draft("left"));
    dead.die();
    world.server.spoil = (asked) => (asked.method === "POST" ? json(403, { code: 50_013 }) : null);
    const heir = await world.up();
    expect(heir.outgoing()).toMatchObject([{ content: "left", status: { kind: "failed" } }]);
    heir.die();
    const next = await world.up();
    expect(next.outgoing()).toMatchObject([{ content: "left", status: { kind: "failed" } }]);
  });

  test("a tab does not touch what belongs to one that lives", async () => {
    const living = await world.up();
    world.server.socket.drop(1006);
    living.engine.actions.send(CHANNEL, draft("mine"));
    const other = await world.up();
    expect(other.outgoing()).toEqual([]);
    expect(posts()).toHaveLength(0);
    expect(living.outgoing()).toHaveLength(1);
  });

  test("a duplicated tab is another tab", async () => {
    const tabItems = new Map<string, string>();
    const living = await world.up(tabItems);
    world.server.socket.drop(1006);
    living.engine.actions.send(CHANNEL, draft("mine"));
    const copy = await world.up(new Map(tabItems));
    expect([copy.outgoing(), posts()]).toEqual([[], []]);
  });

  const login = async ({ engine }: Client): Promise<void> => {
    await engine.actions.logIn({ username: "me", password: "secret" });
    await settle();
    world.server.ready();
    world.server.guildCreate();
    await settle();
  };

  test("logging out in one tab takes along what is unsent in the others, those that died too", async () => {
    const dead = await world.up();
    world.server.socket.drop(1006);
    dead.engine.actions.send(CHANNEL, draft("secret of the dead"));
    const living = await world.up();
    world.server.socket.drop(1006);
    living.engine.actions.send(CHANNEL, draft("secret of the living"));
    const one = await world.up();
    dead.engine.stop();
    dead.die();
    await one.engine.actions.logOut();
    expect([...world.browser.items.values()].join()).not.toContain("secret");
    await login(one);
    await login(living);
    expect([posts(), one.outgoing(), living.outgoing()]).toEqual([[], [], []]);
  });

  test("what is unsent when a session is ended by the server is sent at the next login", async () => {
    const one = await world.up();
    const socket = world.server.socket;
    const other = await world.up();
    world.server.spoil = ({ method, path }) =>
      method === "POST" && path.endsWith("/messages") ? json(503, {}) : null;
    one.engine.actions.send(CHANNEL, draft("kept"));
    await settle();
    socket.drop(4004);
    expect(other.engine.store.getState().self.kind).toBe("stranger");
    world.server.spoil = () => null;
    await login(one);
    expect(world.server.history.map(({ content }) => content)).toEqual(["kept"]);
  });

  test("an answer that comes after the end of a session still counts", async () => {
    const { engine, outgoing } = await world.up();
    let letGo: () => void = () => undefined;
    world.server.spoil = (asked, answer) => {
      if (!asked.path.endsWith("/messages") || asked.method !== "POST") return null;
      return new Promise((resolve) => {
        letGo = () => resolve(answer());
      });
    };
    engine.actions.send(CHANNEL, draft("hello"));
    await settle();
    world.server.socket.drop(4004);
    expect([...world.browser.items.values()].join()).toContain("hello");
    letGo();
    await settle();
    expect([...world.browser.items.values()].join()).not.toContain("hello");
    expect(outgoing()).toEqual([]);
  });

  const kept = (more: object) => {
    const now = Date.now();
    const texts = { nonce: "n0", userId: ME, channelId: CHANNEL, content: "kept" };
    return {
      ...texts,
      composedAtMs: now,
      sinceMs: now,
      replyTo: null,
      mentionAuthor: false,
      failed: null,
      ...more,
    };
  };

  test("an entry that is not what it should be is dropped, and holds up no other", async () => {
    const bad = [
      { replyTo: undefined },
      { replyTo: { messageId: 5 } },
      { failed: 5 },
      { mentionAuthor: "yes" },
    ];
    const all = [...bad.map((more, at) => kept({ ...more, nonce: `bad${at}` })), null, 5, kept({})];
    world.browser.items.set("belfry.unsent.dead", JSON.stringify(all));
    const { contents, outgoing } = await world.up();
    expect([contents(), outgoing()]).toEqual([["kept"], []]);
  });

  test("what failed long ago in a channel that is gone goes as well; where it can be seen it stays", async () => {
    const composedAtMs = Date.now() - limits.othersUnsentMs;
    const [seen, unseen] = [
      kept({ composedAtMs, failed: "no" }),
      kept({ failed: "no", nonce: "n1", channelId: "999" }),
    ];
    const old = { ...unseen, composedAtMs, nonce: "n2", content: "forgotten" };
    world.browser.items.set("belfry.unsent.dead", JSON.stringify([seen, unseen, old]));
    const { outgoing } = await world.up();
    expect(outgoing()).toHaveLength(1);
    const stored = [...world.browser.items.values()].join();
    expect([stored.includes("n1"), stored.includes("forgotten")]).toEqual([true, false]);
  });

  test("logging out takes the unsent along; somebody else never sees them", async () => {
    const { engine } = await world.up();
    world.server.socket.drop(1006);
    engine.actions.send(CHANNEL, draft("secret"));
    await engine.actions.logOut();
    expect([...world.browser.items.values()].join()).not.toContain("secret");
  });
});
