/** Fetches what will be needed later, one after the other, when the browser has nothing else to do. Returns how to call it off. */
export function whenIdle(...loads: readonly (() => Promise<unknown>)[]): () => void {
  let calledOff = false;
  const wait: (callback: () => void) => void =
    typeof requestIdleCallback === "function"
      ? (callback) => void requestIdleCallback(callback, { timeout: 3_000 })
      : (callback) => void setTimeout(callback, 1_000);
  const next = (index: number): void => {
    const load = loads[index];
    if (!load || calledOff) return;
    wait(() => {
      if (calledOff) return;
      // A line that is down now says nothing about the click that will need it.
      load().then(
        () => next(index + 1),
        () => next(index + 1),
      );
    });
  };
  next(0);
  return () => {
    calledOff = true;
  };
}
