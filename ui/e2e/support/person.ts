import type { Browser, Locator, Page } from "playwright-core";
import { type Device, type DeviceOptions, device } from "./browser.ts";

const PASSWORD = "correct horse battery";

/** A person at a browser, who does what people do: finds things by what they are called. */
export class Person {
  readonly #device: Device;
  readonly name: string;
  readonly page: Page;

  constructor(name: string, opened: Device) {
    this.#device = opened;
    this.name = name;
    this.page = opened.page;
  }

  /** Opens a browser of its own. */
  static async arrive(
    browser: Browser,
    origin: string,
    name: string,
    options: DeviceOptions = {},
  ): Promise<Person> {
    return new Person(name, await device(browser, origin, options));
  }

  /** A second browser (or, of the same context, a second tab) is the same person there. */
  static async withToken(
    browser: Browser,
    origin: string,
    name: string,
    { token, userId }: { token: string; userId: string },
    options: DeviceOptions = {},
  ) {
    const opened = await device(browser, origin, options);
    await opened.context.addInitScript(
      ([key, value]) => {
        // A tab is at no place before it is at ours.
        if (location.protocol === "about:" || localStorage.getItem("e2e:arrived") !== null) return;
        localStorage.setItem("e2e:arrived", "1");
        localStorage.setItem(key as string, value as string);
      },
      ["belfry.login", JSON.stringify({ token, userId })],
    );
    return new Person(name, opened);
  }

  /** What this browser did that no page may do. */
  get faults(): readonly string[] {
    return this.#device.faults;
  }

  async secondTab(): Promise<Person> {
    return new Person(this.name, { ...this.#device, page: await this.#device.context.newPage() });
  }

  async close(): Promise<void> {
    await this.#device.context.close();
  }

  /** Fills the form of the page that is open. */
  async register(): Promise<void> {
    await this.page.getByLabel("User name").fill(this.name);
    await this.page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await this.page.getByRole("button", { name: "Create account" }).click();
  }

  async logIn(): Promise<void> {
    await this.page.getByLabel("User name").fill(this.name);
    await this.page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await this.page.getByRole("button", { name: "Log in" }).click();
  }

  region(name: "Servers" | "Channels" | "Messages" | "Members"): Locator {
    const role = name === "Messages" ? "main" : name === "Members" ? "complementary" : "navigation";
    return this.page.getByRole(role, { name });
  }

  get composer(): Locator {
    return this.page.getByRole("textbox", { name: /^Message #/ });
  }

  async say(text: string): Promise<void> {
    await this.composer.fill(text);
    // On a screen's keyboard Enter breaks the line.
    const isKey = (await this.composer.getAttribute("enterkeyhint")) === "send";
    if (isKey) await this.composer.press("Enter");
    else await this.page.getByRole("button", { name: "Send", exact: true }).tap();
  }

  /** The rows whose text contains `text`. */
  message(text: string | RegExp): Locator {
    return this.region("Messages").getByRole("article").filter({ hasText: text });
  }

  channel(name: string): Locator {
    return this.region("Channels").getByRole("link", { name: new RegExp(`^#? ?${name}`) });
  }
}
