/** A person (or bot) that speaks REST: for what a test needs to be there before a browser looks. */
export class Caller {
  readonly #origin: string;
  readonly #authorization: string;
  readonly userId: string;
  readonly token: string;

  constructor(origin: string, userId: string, token: string, bot = false) {
    this.#origin = origin;
    this.userId = userId;
    this.token = token;
    this.#authorization = bot ? `Bot ${token}` : token;
  }

  static async register(
    origin: string,
    username: string,
    password = "correct horse battery",
  ): Promise<Caller> {
    const body = JSON.stringify({ username, password });
    const answer = await fetch(`${origin}/api/v10/auth/register`, { method: "POST", body });
    if (!answer.ok) throw new Error(`register ${username}: ${answer.status} ${await answer.text()}`);
    const { user_id, token } = (await answer.json()) as { user_id: string; token: string };
    return new Caller(origin, user_id, token);
  }

  async call<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${this.#origin}/api/v10${path}`, {
      method,
      headers: { authorization: this.#authorization },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (answer.status === 204 ? undefined : await answer.json()) as T;
  }

  async guild(name: string): Promise<{ id: string; channelId: string }> {
    const { id } = await this.call<{ id: string }>("POST", "/guilds", { name });
    const channels = await this.call<{ id: string; type: number }[]>("GET", `/guilds/${id}/channels`);
    const text = channels.find((channel) => channel.type === 0);
    if (text === undefined) throw new Error("a new server has no text channel");
    return { id, channelId: text.id };
  }

  async invite(channelId: string): Promise<string> {
    return (await this.call<{ code: string }>("POST", `/channels/${channelId}/invites`, {})).code;
  }

  join(code: string): Promise<unknown> {
    return this.call("POST", `/invites/${code}`, {});
  }

  /** A bot of this person's, in a server that they manage. */
  async bot(guildId: string, name: string): Promise<Caller> {
    const { id } = await this.call<{ id: string }>("POST", "/applications", { name });
    const { token } = await this.call<{ token: string }>("POST", `/applications/${id}/bot/reset`);
    await this.call("POST", `/oauth2/authorize?client_id=${id}&scope=bot&permissions=0`, {
      guild_id: guildId,
    });
    return new Caller(this.#origin, id, token, true);
  }

  async post(channelId: string, content: string, more: Record<string, unknown> = {}): Promise<string> {
    const message = await this.call<{ id: string }>("POST", `/channels/${channelId}/messages`, {
      content,
      ...more,
    });
    return message.id;
  }

  /** The newest `count` messages, oldest first. */
  async history(channelId: string, count: number): Promise<{ id: string; content: string }[]> {
    const all: { id: string; content: string }[] = [];
    while (all.length < count) {
      const before = all.length === 0 ? "" : `&before=${all[0]?.id}`;
      const page = await this.call<{ id: string; content: string }[]>(
        "GET",
        `/channels/${channelId}/messages?limit=100${before}`,
      );
      all.unshift(...page.reverse());
      if (page.length < 100) break;
    }
    return all.slice(-count);
  }
}

/** Posts `count` messages, many at a time: `text(i)` for each, in no certain order. */
export async function fill(
  caller: Caller,
  channelId: string,
  count: number,
  text: (index: number) => string,
) {
  const LANES = 16;
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const index = next++;
      await caller.post(channelId, text(index));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}
