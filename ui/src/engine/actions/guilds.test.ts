import { expect, it, vi } from "vitest";
import type { Rest } from "../../net/rest.ts";
import { guilds } from "./guilds.ts";
import type { Parts } from "./parts.ts";

it("a link for all is the one that there is already, and one that can be used up is new", async () => {
  const call = vi.fn(async (_: unknown) => ({ ok: false, status: 0, code: 0, message: "", fields: {} }));
  const { createInvite } = guilds({ rest: { call } as unknown as Rest } as Parts);
  await createInvite("1", { maxAgeS: 60, maxUses: 0 });
  await createInvite("1", { maxAgeS: 60, maxUses: 1 });
  const bodies = call.mock.calls.map(([request]) => (request as { body: unknown }).body);
  expect(bodies).toEqual([
    { max_age: 60, max_uses: 0, unique: false },
    { max_age: 60, max_uses: 1, unique: true },
  ]);
});
