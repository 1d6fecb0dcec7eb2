/** Engines in the tabs of a fake browser, before a fake server. */

import { vi } from "vitest";
import type { Message, Outgoing } from "../../state/model.ts";
import { createEngine, type Engine } from "../engine.ts";
import { LOGIN_KEY } from "../token.ts";
import { FakeBrowser, type Tab } from "./fake-browser.ts";
import { CHANNEL, FakeServer, ME } from "./fake-server.ts";

export interface Client extends Tab {
  readonly engine: Engine;
  contents(): readonly string[];
  messages(): readonly Message[];
  outgoing(): readonly Outgoing[];
}

export class World {
  readonly server = new FakeServer();
  readonly browser = new FakeBrowser();
  readonly #engines: Engine[] = [];

  constructor({ loggedIn = true } = {}) {
    if (loggedIn) this.browser.items.set(LOGIN_KEY, JSON.stringify({ token: "token", userId: ME }));
  }

  /** A tab whose engine has begun. */
  async open(tabItems?: Map<string, string>): Promise<Client> {
    const tab = this.browser.tab(this.server, tabItems);
    const engine = createEngine(tab.ports);
    this.#engines.push(engine);
    engine.start();
    await loaded();
    const messages = () => engine.store.getState().timelines[CHANNEL]?.messages ?? [];
    return {
      ...tab,
      engine,
      messages,
      contents: () => messages().map(({ content }) => content),
      outgoing: () => engine.store.getState().outgoing[CHANNEL] ?? [],
    };
  }

  /** A tab that is up, with its channel open and loaded. */
  async up(tabItems?: Map<string, string>): Promise<Client> {
    const client = await this.open(tabItems);
    this.server.ready();
    this.server.guildCreate();
    client.engine.actions.openChannel(CHANNEL);
    await settle();
    return client;
  }

  end(): void {
    for (const engine of this.#engines) engine.stop();
  }
}

/** Lets an engine load what not everybody needs. */
export async function loaded(): Promise<void> {
  await Promise.all([import("../session.ts"), import("../actions/rare.ts")]);
  await vi.advanceTimersByTimeAsync(0);
}

/** Lets answers arrive, and a frame pass. */
export async function settle(ms = 20): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}
