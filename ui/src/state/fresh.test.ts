import fc from "fast-check";
import { expect, it } from "vitest";
import type { Event } from "./event.ts";
import { initialState } from "./initial.ts";
import type { State } from "./model.ts";
import { reduceAll } from "./reduce.ts";
import { channelTree } from "./select/guilds.ts";
import { cursorOf, unreadOfChannel, unreadOfGuild } from "./select/reads.ts";
import { ModelServer, type Step } from "./testing/model-server.ts";

/** What READY and GUILD_CREATE tell, in a form that does not know how it came about. */
function covered(state: State) {
  const members = Object.values(state.members).flatMap((of) => Object.keys(of));
  return {
    self: state.self,
    guilds: state.guilds,
    marks: Object.fromEntries(Object.keys(state.guilds).map((id) => [id, unreadOfGuild(state, id)])),
    trees: Object.fromEntries(Object.keys(state.guilds).map((id) => [id, channelTree(state, id)])),
    channels: state.channels,
    members: state.members,
    presences: state.presences,
    users: Object.fromEntries(members.map((id) => [id, state.users[id]])),
    reads: Object.fromEntries(
      Object.keys(state.channels).map((id) => [
        id,
        {
          cursor: cursorOf(state, id),
          mentionIds: state.reads[id]?.mentionIds ?? [],
          ...unreadOfChannel(state, id),
        },
      ]),
    ),
  };
}

const step: fc.Arbitrary<Step> = fc.tuple(fc.nat(1000), fc.nat(50), fc.nat(50), fc.nat(50));
const run = fc.noBias(fc.array(step, { maxLength: 80, size: "max" }));

it("READY and the events after it come to the same as a fresh READY", () => {
  fc.assert(
    fc.property(run, run, (before, after) => {
      const server = new ModelServer();
      for (const one of before) server.step(one);
      const first = reduceAll(initialState, server.fresh());
      const state = after.reduce((known, one) => {
        // What selectors remember of each moment must not be what they say of the next.
        covered(known);
        return reduceAll(known, server.step(one));
      }, first);
      expect(covered(state)).toEqual(covered(reduceAll(initialState, server.fresh())));
    }),
    { numRuns: 200 },
  );
}, 60_000);

it("A new READY makes good what was missed", () => {
  fc.assert(
    fc.property(run, run, run, (before, heard, missed) => {
      const server = new ModelServer();
      for (const one of before) server.step(one);
      const first = reduceAll(initialState, server.fresh());
      const stale = heard.reduce((known, one) => reduceAll(known, server.step(one)), first);
      for (const one of missed) server.step(one);
      const state = reduceAll(stale, server.fresh());
      expect(covered(state)).toEqual(covered(reduceAll(initialState, server.fresh())));
    }),
    { numRuns: 200 },
  );
}, 60_000);

it("Acks, which travel beside the guilds' events, move no read mark wrongly however late they come", () => {
  fc.assert(
    fc.property(run, run, fc.noBias(fc.infiniteStream(fc.nat(8))), (before, after, delays) => {
      const server = new ModelServer();
      for (const one of before) server.step(one);
      const first = reduceAll(initialState, server.fresh());
      const events = after.flatMap((one) => server.step(one));
      const state = reduceAll(first, withLateAcks(events, delays));
      const fresh = reduceAll(initialState, server.fresh());
      for (const id of Object.keys(fresh.channels)) expect(cursorOf(state, id)).toBe(cursorOf(fresh, id));
    }),
    { numRuns: 200 },
  );
}, 60_000);

/** Lets each ack come after some of the events that follow it; the acks keep their order. */
function withLateAcks(events: readonly Event[], delays: Iterator<number>): readonly Event[] {
  const result: Event[] = [];
  const late: Event[] = [];
  for (const event of events) {
    if (event.kind === "ack") late.push(event);
    else result.push(event);
    const isDue = delays.next().value === 0;
    if (isDue) result.push(...late.splice(0));
  }
  return [...result, ...late];
}
