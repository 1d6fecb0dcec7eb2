import type { Browser, DeviceOptions } from "./browser.ts";
import { leave } from "./gather.ts";
import { Person } from "./person.ts";
import type { Screen, Who } from "./screens.ts";
import type { Society } from "./society.ts";

/** Those who can come to screens: one browser for each, which stays. */
export class Visitors {
  readonly #browser: Browser;
  readonly #society: Society;
  readonly #options: DeviceOptions;
  readonly #people = new Map<Who, Person>();

  constructor(browser: Browser, society: Society, options: DeviceOptions = {}) {
    this.#browser = browser;
    this.#society = society;
    this.#options = options;
  }

  async personOf(who: Who): Promise<Person> {
    const known = this.#people.get(who);
    if (known) return known;
    const { origin } = this.#society;
    const person =
      who === "stranger"
        ? await Person.arrive(this.#browser, origin, who, this.#options)
        : await Person.withToken(this.#browser, origin, who, this.#society[who], this.#options);
    this.#people.set(who, person);
    return person;
  }

  /** Shows `screen` to `look`, and takes away what was opened for it. */
  async visit(
    screen: Screen,
    size: { readonly width: number; readonly height: number },
    look: (person: Person) => Promise<void>,
  ): Promise<void> {
    const person = await this.personOf(screen.who);
    try {
      await person.page.setViewportSize(size);
      await screen.open(person, this.#society);
      await look(person);
      await person.page.setViewportSize(size);
      await screen.close?.(person);
    } catch (error) {
      throw new Error(`on the screen “${screen.name}”, ${size.width} px: ${String(error)}`, { cause: error });
    }
  }

  /** Nobody's browser did what no page may do. */
  async leave(): Promise<void> {
    await leave(...this.#people.values());
  }
}
