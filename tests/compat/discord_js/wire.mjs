// Steps: resume, heartbeat, sequence.

import assert from 'node:assert/strict';

const CUTS = 2;
const RESUME_TIMEOUT_MS = 15_000;

export async function resume(context) {
  await isResumed(context, 1, 'cut');
  // The server is not told: it goes on writing to the dead socket until the RESUME takes the session over.
  await isResumed(context, 2, 'cutHalf');
}

async function isResumed({ wire, owner, world, events, dispatched, dispatches }, nth, cut) {
  const [before, after] = [`before cut ${nth}`, `during cut ${nth}`];
  const racing = owner.send(world.channels.general, before);
  assert.equal(await wire[cut](), 1, 'gateway connections cut');
  const missed = [await racing, await owner.send(world.channels.general, after)];
  await wire.open();
  await events.seen('raw', ({ t }) => t === 'RESUMED' && dispatches('RESUMED').length === nth, RESUME_TIMEOUT_MS);
  const marker = await owner.send(world.channels.general, `after cut ${nth}`);
  await events.seen('messageCreate', ({ id }) => id === marker.id);
  const resumed = dispatches('RESUMED')[nth - 1];
  for (const { id, content } of missed) {
    const [heard] = await events.seen('messageCreate', (message) => message.id === id);
    assert.equal(heard.content, content);
    const { s } = await dispatched('MESSAGE_CREATE', (d) => d.id === id);
    assert.ok(s < resumed.s, `"${content}" came after RESUMED`);
    const times = dispatches('MESSAGE_CREATE').filter(({ d }) => d.id === id).length;
    assert.equal(times, 1, `"${content}" came ${times} times`);
  }
  assert.equal(dispatches('READY').length, 1, 'READY count');
}

export async function heartbeat({ events }) {
  await events.seen('debug', (message) => message.includes('Heartbeat acknowledged'));
}

export async function sequence({ dispatches, wire }) {
  const numbers = dispatches().map(({ s }) => s);
  const all = Array.from({ length: Math.max(...numbers) }, (_, index) => index + 1);
  assert.deepEqual(all.filter((s) => !numbers.includes(s)), [], 'missing values of s');
  assert.equal(numbers.length, all.length, 'values of s, each once');
  assert.equal(dispatches('READY').length, 1, 'READY count');
  assert.equal(dispatches('RESUMED').length, CUTS, 'RESUMED count');
  const ids = dispatches('MESSAGE_CREATE').map(({ d }) => d.id);
  assert.equal(new Set(ids).size, ids.length, 'a message came twice');
  assert.equal((await wire.log()).length, 1 + CUTS, 'gateway connections: some broke by themselves');
}
