import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { object, text } from "./decode/check.ts";
import { type Call, createRest } from "./rest.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

type Sent = { url: string; init: RequestInit };

function setUp(...answers: (Response | Error)[]) {
  const sent: Sent[] = [];
  const refused: string[] = [];
  const person = { token: "token" };
  const rest = createRest({
    async fetch(url, init) {
      sent.push({ url, init });
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (!(answer instanceof Response)) throw answer;
      return answer.clone();
    },
    token: () => person.token,
    tokenRefused: (token) => refused.push(token),
  });
  return { rest, sent, refused, person };
}

const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });
const named = object<{ name: string }>({ name: text });
const get: Call<{ name: string }> = {
  method: "GET",
  path: "/things",
  query: { limit: 5, after: undefined },
  check: named,
};
const post: Call<{ name: string }> = { method: "POST", path: "/things", body: { name: "a" }, check: named };

describe("a call", () => {
  test("carries token, query and body, and gives the part of the answer that was asked for", async () => {
    const { rest, sent } = setUp(json(200, { name: "x", other: 1 }));
    expect(await rest.call(get)).toEqual({ ok: true, value: { name: "x" } });
    await rest.call(post);
    expect(sent.map(({ url }) => url)).toEqual(["/api/v10/things?limit=5", "/api/v10/things"]);
    expect(sent[1]?.init).toMatchObject({ method: "POST", body: '{"name":"a"}' });
    expect(new Headers(sent[1]?.init.headers).get("Authorization")).toBe("token");
  });

  test("without an answer is refused without a status", async () => {
    const { rest } = setUp(new TypeError("network"), new TypeError("network"));
    expect(await rest.call(get)).toMatchObject({ ok: false, status: 0 });
  });

  test("whose answer is not what was promised is refused, not believed", async () => {
    const { rest } = setUp(json(200, { name: 5 }));
    expect(await rest.call(get)).toMatchObject({ ok: false, status: 200 });
  });

  test("tells of a token that the server does not know", async () => {
    const { rest, refused } = setUp(json(401, { message: "401: Unauthorized", code: 0 }));
    await rest.call(get);
    expect(refused).toEqual(["token"]);
  });

  test("that may be repeated waits as long as a 429 says, and is repeated", async () => {
    const limited = json(429, { retry_after: 2.5, message: "", code: 0 });
    const { rest, sent } = setUp(limited, json(200, { name: "x" }), json(200, {}));
    const answer = rest.call(get);
    await vi.advanceTimersByTimeAsync(2_400);
    expect(sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(await answer).toMatchObject({ ok: true });
  });

  test("is repeated as whoever asked, though somebody else is here by then", async () => {
    const { rest, sent, person } = setUp(json(503, {}), json(200, { name: "x" }), json(200, {}));
    const answer = rest.call({ ...get, method: "DELETE" });
    person.token = "another's";
    await vi.advanceTimersByTimeAsync(1_000);
    await answer;
    const tokens = sent.map(({ init }) => new Headers(init.headers).get("Authorization"));
    expect(tokens).toEqual(["token", "token"]);
  });

  test("that may be repeated is not repeated for ever", async () => {
    const { rest, sent } = setUp(json(503, {}));
    const answer = rest.call(get);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await answer).toMatchObject({ ok: false, status: 503 });
    expect(sent).toHaveLength(4);
  });

  test("that may not be repeated is told to wait instead", async () => {
    const { rest, sent } = setUp(json(429, { retry_after: 2.5, message: "", code: 0 }));
    expect(await rest.call(post)).toMatchObject({
      retryAfterMs: 2_500,
      message: "Too many tries. Wait 3 seconds, then try again.",
    });
    expect(sent).toHaveLength(1);
  });
});

describe("a refusal", () => {
  test("names each faulty field by its path, with its first fault in words for people", async () => {
    const errors = {
      username: { _errors: [{ code: "USERNAME_ALREADY_TAKEN", message: "taken" }] },
      embeds: { 0: { title: { _errors: [{ code: "BASE_TYPE_MAX_LENGTH", message: "Too long." }] } } },
    };
    const { rest } = setUp(json(400, { code: 50_035, message: "Invalid Form Body", errors }));
    expect(await rest.call(post)).toMatchObject({
      code: 50_035,
      fields: { username: "This user name is taken.", "embeds.0.title": "Too long." },
    });
  });

  test.each([
    [403, { code: 50_013, message: "Missing Permissions" }, "You do not have the permission to do this."],
    [400, { code: 31_337, message: "Something new" }, "Something new"],
    [400, null, "The server refused this."],
    [502, null, "The server is busy or starting. Try again in a moment."],
  ])("%i %j is put in words", async (status, body, message) => {
    const { rest } = setUp(json(status, body));
    expect(await rest.call(post)).toMatchObject({ status, message });
  });
});
