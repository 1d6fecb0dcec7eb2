// What does not go through the library: the people of the guild, and the proxy that cuts the socket.

const RETRIES_MAX = 5;

export class Person {
  constructor(api, { id, token }) {
    this.id = id;
    this.#base = `${api}/v10`;
    this.#token = token;
  }

  #base;
  #token;

  send(channelId, content) {
    return this.call('POST', `/channels/${channelId}/messages`, { content });
  }

  async call(method, path, body) {
    for (let attempt = 0; attempt < RETRIES_MAX; attempt += 1) {
      const reply = await fetch(this.#base + path, {
        method,
        headers: { authorization: this.#token, 'content-type': 'application/json' },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const text = await reply.text();
      const answer = text ? JSON.parse(text) : null;
      if (reply.ok) return answer;
      if (reply.status !== 429) throw new Error(`a person's ${method} ${path}: ${reply.status} ${text}`);
      await new Promise((resolve) => setTimeout(resolve, answer.retry_after * 1000));
    }
    throw new Error(`a person's ${method} ${path}: still rate limited`);
  }
}

export class Wire {
  constructor(control) {
    this.#control = control;
  }

  #control;

  cut = () => this.#post('/cut');
  cutHalf = () => this.#post('/cut-half');
  open = () => this.#post('/open');
  log = async () => (await fetch(`${this.#control}/log`)).json();

  async #post(path) {
    return (await fetch(this.#control + path, { method: 'POST' })).json();
  }
}
