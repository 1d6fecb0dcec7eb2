import { code } from "./characters.ts";

/** Counts the characters that the parser looks at, so that a test can show that work grows with length alone. */
export type Steps = { count: number };

/** One string under the parser, with lookups made in one pass, so that no rule ever searches for a partner twice. */
export class Source {
  readonly text: string;
  readonly steps: Steps;
  #backticks: Int32Array | undefined;
  #brackets: Int32Array | undefined;
  #noFenceFrom = Number.POSITIVE_INFINITY;

  constructor(text: string, steps: Steps) {
    this.text = text;
    this.steps = steps;
  }

  at(index: number): number {
    this.steps.count += 1;
    return this.text.charCodeAt(index);
  }

  /** Returns how many times the character at `index` stands there in a row, before `end`. */
  run(index: number, end: number): number {
    const character = this.at(index);
    let stop = index + 1;
    while (stop < end && this.at(stop) === character) stop += 1;
    return stop - index;
  }

  /** Returns where the next run of as many backticks begins as the run that begins at `index` has; -1 if there is none. */
  sameBackticks(index: number): number {
    this.#backticks ??= this.#pairBackticks();
    return this.#backticks[index] ?? -1;
  }

  /** Returns the bracket that closes `[` at `index`, or the parenthesis that closes `(` within one word; -1 if there is none. */
  closing(index: number): number {
    this.#brackets ??= this.#pairBrackets();
    return this.#brackets[index] ?? -1;
  }

  /** Returns where the next ``` stands at or after `index`; -1 if there is none. */
  fenceFrom(index: number): number {
    if (index >= this.#noFenceFrom) return -1;
    const found = this.text.indexOf("```", index);
    this.steps.count += (found < 0 ? this.text.length : found) - index;
    if (found < 0) this.#noFenceFrom = index;
    return found;
  }

  #pairBackticks(): Int32Array {
    const pairs = new Int32Array(this.text.length).fill(-1);
    const next = new Map<number, number>();
    for (let index = this.text.length - 1; index >= 0; index -= 1) {
      if (this.at(index) !== code.backtick) continue;
      const last = index;
      while (index > 0 && this.at(index - 1) === code.backtick) index -= 1;
      const length = last - index + 1;
      pairs[index] = next.get(length) ?? -1;
      next.set(length, index);
    }
    return pairs;
  }

  #pairBrackets(): Int32Array {
    const pairs = new Int32Array(this.text.length).fill(-1);
    const open: number[] = [];
    let parens: number[] = [];
    const close = (opened: number[], index: number) => {
      const partner = opened.pop();
      if (partner !== undefined) pairs[partner] = index;
    };
    for (let index = 0; index < this.text.length; index += 1) {
      const character = this.at(index);
      if (character === code.backslash) index += 1;
      else if (character === code.bracketOpen) open.push(index);
      else if (character === code.bracketClose) close(open, index);
      else if (character === code.parenOpen) parens.push(index);
      else if (character === code.parenClose) close(parens, index);
      else if (character <= code.space) parens = [];
    }
    return pairs;
  }
}
