/** Selectors that build lists give the same list for the same input, so that views compare by reference. */

import { limits } from "../../limits.ts";

/**
 * Returns a function that builds anew only where an input changed since it was last asked for the same key.
 * Of its answers the one that was built longest ago goes first. `build` gets its former answer, to take over what is still right.
 */
export function memoised<Inputs extends readonly unknown[], T>(
  build: (inputs: Inputs, former: T | undefined) => T,
): (key: string, inputs: Inputs) => T {
  const kept = new Map<string, { inputs: Inputs; answer: T }>();
  return (key, inputs) => {
    const known = kept.get(key);
    if (known?.inputs.every((input, index) => Object.is(input, inputs[index]))) return known.answer;
    const answer = build(inputs, known?.answer);
    kept.delete(key);
    kept.set(key, { inputs, answer });
    for (const oldest of kept.keys()) {
      if (kept.size <= limits.selectorAnswers) break;
      kept.delete(oldest);
    }
    return answer;
  };
}

/** Returns `former` where it holds the same as `list`. */
export function sameList<T>(former: readonly T[] | undefined, list: readonly T[]): readonly T[] {
  return former && sameEach(former, list, Object.is) ? former : list;
}

/** Whether two lists are alike, one by one. */
export function sameEach<T>(a: readonly T[], b: readonly T[], same: (one: T, other: T) => boolean): boolean {
  return a === b || (a.length === b.length && a.every((one, index) => same(one, b[index] as T)));
}
