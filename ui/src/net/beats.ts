/** Heartbeats of one socket (Discord docs, Sending Heartbeats), and the client's own question whether the line is alive. */

import { limits } from "../limits.ts";

export interface BeatParts {
  readonly intervalMs: number;
  /** From 0 to below 1. */
  random(): number;
  beat(): void;
  /** No answer came in time. */
  silent(): void;
}

type Timer = ReturnType<typeof setTimeout>;

/** A timer that fires this late says more about the browser (a hidden or frozen tab) than about the line. */
const TIMER_LATE_MS = 1_000;

export class Beats {
  readonly #parts: BeatParts;
  #nextTimer: Timer | undefined;
  #answerTimer: Timer | undefined;
  #lastBeatMs = Date.now();

  constructor(parts: BeatParts) {
    this.#parts = parts;
    this.#nextTimer = setTimeout(() => this.#beat(), parts.intervalMs * parts.random());
  }

  /** Something came: whatever it is, the line is alive. A hidden tab's timers may sleep for a minute; what comes wakes it, and then it beats. */
  heard(): void {
    this.#answered();
    if (Date.now() - this.#lastBeatMs > this.#parts.intervalMs + TIMER_LATE_MS) this.#beat();
  }

  /** Beats now, with all the time for an answer. */
  ask(): void {
    this.#answered();
    this.#beat();
  }

  stop(): void {
    clearTimeout(this.#nextTimer);
    this.#answered();
  }

  #answered(): void {
    clearTimeout(this.#answerTimer);
    this.#answerTimer = undefined;
  }

  #beat(): void {
    clearTimeout(this.#nextTimer);
    this.#nextTimer = setTimeout(() => this.#beat(), this.#parts.intervalMs);
    this.#lastBeatMs = Date.now();
    this.#parts.beat();
    if (this.#answerTimer === undefined) this.#await(true);
  }

  /** An answer may lie unread behind a timer that fired late: then it is asked for once more. */
  #await(first: boolean): void {
    const dueMs = Date.now() + limits.beatAnswerMs;
    this.#answerTimer = setTimeout(() => {
      this.#answerTimer = undefined;
      if (first && Date.now() - dueMs > TIMER_LATE_MS) {
        this.#parts.beat();
        this.#await(false);
      } else {
        this.#parts.silent();
      }
    }, limits.beatAnswerMs);
  }
}
