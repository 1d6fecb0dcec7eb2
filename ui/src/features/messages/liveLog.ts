/** What a screen reader says of new messages: not more often than somebody can listen. */

export interface LogEntry {
  readonly author: string;
  readonly text: string;
}

export interface LiveLogParts {
  readonly everyMs: number;
  readonly one: (entry: LogEntry) => string;
  readonly many: (count: number) => string;
  /** Puts a text where it is read out. */
  readonly say: (text: string) => void;
}

/** Says what is heard, at most once in `everyMs`; what came in between is said as a number. */
export class LiveLog {
  readonly #parts: LiveLogParts;
  #waiting: LogEntry[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(parts: LiveLogParts) {
    this.#parts = parts;
  }

  hear(entries: readonly LogEntry[]): void {
    if (entries.length === 0) return;
    this.#waiting.push(...entries);
    if (this.#timer === null) this.#tell();
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#waiting = [];
  }

  #tell(): void {
    this.#timer = null;
    const [only, ...more] = this.#waiting;
    if (!only) return;
    this.#waiting = [];
    this.#parts.say(more.length === 0 ? this.#parts.one(only) : this.#parts.many(more.length + 1));
    this.#timer = setTimeout(() => this.#tell(), this.#parts.everyMs);
  }
}
