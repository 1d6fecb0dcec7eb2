import fc from "fast-check";
import { expect, it, vi } from "vitest";
import { limits } from "../limits.ts";
import { compareSnowflakes } from "../net/snowflake.ts";
import { rowsOf } from "./select/rows.ts";
import { CHANNEL } from "./testing/builders.ts";
import { ModelHistory, type Step } from "./testing/model-history.ts";

vi.mock("../limits.ts", async (original) => {
  const { limits: all } = await original<typeof import("../limits.ts")>();
  return { limits: { ...all, timelineMessages: 12, pageMessages: 4 } };
});

const steps: fc.Arbitrary<Step[]> = fc.array(fc.tuple(fc.nat(1000), fc.nat(1000)), { maxLength: 150, size: "max" });

/** Sorted, no doubles, no more than is allowed; one row for one message. */
function expectSound({ state }: ModelHistory): void {
  const messages = state.timelines[CHANNEL]?.messages ?? [];
  expect(messages.length).toBeLessThanOrEqual(limits.timelineMessages);
  for (const [at, { id }] of messages.slice(1).entries())
    expect(compareSnowflakes(messages[at]?.id ?? "", id)).toBeLessThan(0);
  const keys = rowsOf(state, CHANNEL, null).map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
}

/** A gapless stretch of what the server has, with its contents, and true words of both ends. */
function expectTrue({ state, history }: ModelHistory): void {
  const timeline = state.timelines[CHANNEL];
  const shown = timeline?.messages.map(({ id, content }) => [id, content]) ?? [];
  const there = history.map(({ id, content }) => [id, content]);
  const start = shown.length > 0 ? there.findIndex(([id]) => id === shown[0]?.[0]) : 0;
  expect(shown).toEqual(there.slice(start, start + shown.length));
  expect(timeline?.live).toBe(true);
  if (timeline?.hasOlder === false) expect(start).toBe(0);
  if (timeline?.hasNewer === false) expect(start + shown.length).toBe(there.length);
}

it("Whatever is lost, late or repeated: once caught up, a timeline is a gapless stretch of history", () => {
  fc.assert(
    fc.property(steps, (all) => {
      const model = new ModelHistory();
      for (const step of all) {
        model.step(step);
        expectSound(model);
      }
      model.settle();
      expectSound(model);
      expectTrue(model);
    }),
    { numRuns: 500 },
  );
});
