// Steps about messages of a guild channel.

import assert from 'node:assert/strict';

import { refused } from './wait.mjs';

const THUMB = '👍';
const REPLY = 19;
const BURST = 12;
// Five go at once; the other seven wait for the limit of five per five seconds.
const BURST_MS_MIN = 4000;
const CLOCK_SKEW_MS_MAX = 300_000;
const UNKNOWN_ID = '1000000000000000000';

export async function send({ channel, client, world, events, dispatched, dispatches }) {
  const content = 'grüße, 世界 🔔';
  const embeds = [{ title: 'kept', description: 'as sent', fields: [{ name: 'a', value: 'b', inline: true }] }];
  const order = { content, embeds, nonce: 'compat-1', enforceNonce: true };
  const sent = await channel('general').send(order);
  assert.equal(sent.content, content);
  assert.equal(sent.author.id, client.user.id);
  assert.equal(sent.embeds[0].fields[0].value, 'b');
  assert.equal(sent.nonce, 'compat-1');
  const [told] = await events.seen('messageCreate', ({ id }) => id === sent.id);
  assert.equal(told.content, content);
  assert.equal(told.guildId, world.guild);
  const { d } = await dispatched('MESSAGE_CREATE', ({ id }) => id === sent.id);
  assert.equal(d.nonce, 'compat-1');
  const again = await channel('general').send(order);
  assert.equal(again.id, sent.id, 'an enforced nonce made two messages');
  await marker(channel, events);
  assert.equal(dispatches('MESSAGE_CREATE').filter((one) => one.d.id === sent.id).length, 1);
}

export async function fetch({ channel, events }) {
  const sent = await channel('general').send('fetch me');
  await events.seen('messageCreate', ({ id }) => id === sent.id);
  channel('general').messages.cache.clear();
  const fetched = await channel('general').messages.fetch(sent.id);
  assert.equal(fetched.content, 'fetch me');
  assert.ok(Math.abs(Date.now() - fetched.createdTimestamp) < CLOCK_SKEW_MS_MAX);
  assert.equal(fetched.editedTimestamp, null);
}

export async function edit({ channel, events, world, dispatched }) {
  const sent = await channel('general').send('first');
  const edited = await sent.edit('second');
  assert.equal(edited.content, 'second');
  assert.ok(edited.editedTimestamp >= sent.createdTimestamp);
  const [, now] = await events.seen('messageUpdate', (_, { id }) => id === sent.id);
  assert.equal(now.content, 'second');
  const { d } = await dispatched('MESSAGE_UPDATE', ({ id }) => id === sent.id);
  assert.equal(d.guild_id, world.guild);
  assert.ok(d.author && d.timestamp && d.edited_timestamp, 'MESSAGE_UPDATE is not whole');
  const fetched = await channel('general').messages.fetch({ message: sent.id, force: true });
  assert.equal(fetched.content, 'second');
}

export async function typing({ channel, owner, world, events }) {
  await channel('general').sendTyping();
  await owner.call('POST', `/channels/${world.channels.general}/typing`, {});
  const [typist] = await events.seen('typingStart', ({ user }) => user.id === owner.id);
  assert.equal(typist.channel.id, world.channels.general);
  assert.equal(typist.guild.id, world.guild);
  assert.ok(Math.abs(Date.now() - typist.startedTimestamp) < CLOCK_SKEW_MS_MAX);
}

export async function reactions({ channel, owner, world, client, events }) {
  const sent = await channel('general').send('react to me');
  await events.seen('messageCreate', ({ id }) => id === sent.id);
  const by = (userId) => ({ message, emoji }, user) =>
    message.id === sent.id && emoji.name === THUMB && user.id === userId;
  const path = `/channels/${world.channels.general}/messages/${sent.id}/reactions/${encodeURIComponent(THUMB)}/@me`;
  const listed = async () => [...(await sent.reactions.resolve(THUMB).users.fetch()).keys()].sort();
  const counted = async () =>
    (await channel('general').messages.fetch({ message: sent.id, force: true })).reactions.resolve(THUMB);

  await sent.react(THUMB);
  await events.seen('messageReactionAdd', by(client.user.id));
  await owner.call('PUT', path);
  await events.seen('messageReactionAdd', by(owner.id));
  assert.deepEqual(await listed(), [client.user.id, owner.id].sort());
  let reaction = await counted();
  assert.deepEqual([reaction.count, reaction.me], [2, true]);

  await reaction.users.remove(client.user.id);
  await events.seen('messageReactionRemove', by(client.user.id));
  assert.deepEqual(await listed(), [owner.id]);
  reaction = await counted();
  assert.deepEqual([reaction.count, reaction.me], [1, false]);

  await reaction.users.remove(owner.id);
  await events.seen('messageReactionRemove', by(owner.id));
}

export async function reply({ channel, owner, world, events, dispatched }) {
  const question = await owner.send(world.channels.general, 'who is there?');
  const [heard] = await events.seen('messageCreate', ({ id }) => id === question.id);
  assert.equal(heard.content, 'who is there?');
  assert.equal(heard.author.id, owner.id);
  assert.equal(heard.member.id, owner.id);
  const answer = await heard.reply('a bot');
  assert.equal(answer.type, REPLY);
  assert.equal(answer.reference.messageId, question.id);
  assert.equal(answer.reference.channelId, world.channels.general);
  assert.equal(answer.mentions.repliedUser.id, owner.id);
  assert.equal((await answer.fetchReference()).id, question.id);
  const { d } = await dispatched('MESSAGE_CREATE', ({ id }) => id === answer.id);
  assert.equal(d.referenced_message.id, question.id);
  assert.deepEqual(d.mentions.map(({ id }) => id), [owner.id]);
}

export async function burst(context) {
  const { channel, events, dispatches, world } = context;
  const begun_ms = Date.now();
  const wanted = Array.from({ length: BURST }, (_, index) => `burst ${index}`);
  const sent = await Promise.all(wanted.map((content) => channel('burst').send(content)));
  const took_ms = Date.now() - begun_ms;
  assert.deepEqual(sent.map(({ content }) => content), wanted);
  assert.ok(took_ms >= BURST_MS_MIN, `12 sends took ${took_ms} ms: nothing limited them`);
  for (const { id } of sent) await events.seen('messageCreate', (message) => message.id === id);
  const told = dispatches('MESSAGE_CREATE').map(({ d }) => d).filter((d) => d.channel_id === world.channels.burst);
  const ids = told.map(({ id }) => id);
  assert.deepEqual(ids, sent.map(({ id }) => id).sort(byAge), 'events out of order, lost or twice');
  context.history = ids;
}

export async function history({ channel, history: ids }) {
  assert.ok(ids, 'the burst step left no messages');
  channel('burst').messages.cache.clear();
  const page = async (query) => [...(await channel('burst').messages.fetch(query)).keys()];
  const newestFirst = (from, to) => ids.slice(from, to).reverse();
  assert.deepEqual(await page({ limit: 5 }), newestFirst(7, 12));
  assert.deepEqual(await page({ limit: 3, before: ids[6] }), newestFirst(3, 6));
  assert.deepEqual(await page({ limit: 3, after: ids[2] }), newestFirst(3, 6));
  const around = await page({ limit: 5, around: ids[5] });
  assert.deepEqual(around, newestFirst(3, 8));
  assert.deepEqual(await page({ limit: 100 }), newestFirst(0, 12));

  const backwards = [];
  for (let some = await page({ limit: 5 }); some.length > 0; some = await page({ limit: 5, before: some.at(-1) })) {
    backwards.push(...some);
  }
  assert.deepEqual(backwards, newestFirst(0, 12));
  const forwards = [];
  for (let some = await page({ limit: 5, after: '0' }); some.length > 0; some = await page({ limit: 5, after: some[0] })) {
    forwards.push(...[...some].reverse());
  }
  assert.deepEqual(forwards, ids);
}

export async function errors({ channel }) {
  await refused(channel('general').messages.fetch(UNKNOWN_ID), 10008, 404);
  await refused(channel('general').send({ content: '' }), 50006, 400);
  const form = await refused(channel('general').send('x'.repeat(2001)), 50035, 400);
  assert.equal(form.rawError.errors.content._errors[0].code, 'BASE_TYPE_MAX_LENGTH');
}

export async function remove({ channel, events }) {
  const general = channel('general');
  const [one, two, three] = [await general.send('one'), await general.send('two'), await general.send('three')];
  await one.delete();
  await events.seen('messageDelete', ({ id }) => id === one.id);
  await refused(general.messages.fetch({ message: one.id, force: true }), 10008, 404);
  await general.bulkDelete([two, three]);
  const [gone] = await events.seen('messageDeleteBulk', (all) => all.has(two.id));
  assert.ok(gone.has(three.id));
  await refused(general.messages.fetch({ message: three.id, force: true }), 10008, 404);
}

// A message whose event closes the list of those before it.
async function marker(channel, events) {
  const sent = await channel('general').send('marker');
  await events.seen('messageCreate', ({ id }) => id === sent.id);
}

function byAge(a, b) {
  return BigInt(a) < BigInt(b) ? -1 : 1;
}
