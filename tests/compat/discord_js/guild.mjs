// Steps: members, dm, channels, roles.

import assert from 'node:assert/strict';

import { refused } from './wait.mjs';

const TEXT = 0;
const DM = 1;

export async function members({ channel, friend, owner, client, events, guild }) {
  const invite = await channel('general').createInvite({ maxAge: 600 });
  await friend.call('POST', `/invites/${invite.code}`, {});
  const [joined] = await events.seen('guildMemberAdd', ({ id }) => id === friend.id);
  assert.equal(joined.user.username, 'fred');
  assert.equal(guild().memberCount, 3);

  const everybody = [owner.id, friend.id, client.user.id].sort();
  const ids = (collection) => [...collection.keys()].sort();
  assert.deepEqual(ids(await guild().members.fetch()), everybody);
  assert.deepEqual(ids(await guild().members.fetch({ query: 'fre', limit: 10 })), [friend.id]);
  assert.deepEqual(ids(await guild().members.fetch({ user: [owner.id, friend.id] })), [owner.id, friend.id].sort());
  assert.deepEqual(ids(await guild().members.list({ limit: 10 })), everybody);
  assert.deepEqual(ids(await guild().members.search({ query: 'oli', limit: 10 })), [owner.id]);
  const one = await guild().members.fetch({ user: friend.id, force: true });
  assert.equal(one.user.username, 'fred');
  assert.ok(one.joinedTimestamp);
}

export async function dm({ client, owner, friend, events }) {
  const opened = await client.users.createDM(owner.id, { force: true });
  const again = await client.users.createDM(owner.id, { force: true });
  assert.equal(opened.type, DM);
  assert.equal(again.id, opened.id);
  const sent = await opened.send('between us');
  const [told] = await events.seen('messageCreate', ({ id }) => id === sent.id);
  assert.equal(told.guildId, null);
  const [kept] = await owner.call('GET', `/channels/${opened.id}/messages?limit=1`);
  assert.equal(kept.id, sent.id);

  const theirs = await friend.call('POST', '/users/@me/channels', { recipient_id: client.user.id });
  const asked = await friend.send(theirs.id, 'are you a bot?');
  const [heard] = await events.seen('messageCreate', ({ id }) => id === asked.id);
  assert.equal(heard.content, 'are you a bot?');
  assert.equal(heard.author.id, friend.id);
  assert.equal(heard.channel.type, DM);
  const answer = await heard.channel.send('yes');
  const [last] = await friend.call('GET', `/channels/${theirs.id}/messages?limit=1`);
  assert.equal(last.id, answer.id);
}

export async function channels({ client, friend, guild, channel, events }) {
  const parent = channel('general').parent;
  const made = await guild().channels.create({ name: 'made', type: TEXT, topic: 'new', parent });
  const [created] = await events.seen('channelCreate', ({ id }) => id === made.id);
  assert.deepEqual([created.name, created.topic, created.parentId], ['made', 'new', parent.id]);

  const edited = await made.edit({ name: 'remade', topic: 'newer' });
  assert.equal(edited.name, 'remade');
  const isRemade = (_, now) => now.id === made.id && now.name === 'remade' && now.topic === 'newer';
  await events.seen('channelUpdate', isRemade);

  await made.permissionOverwrites.create(friend.id, { SendMessages: false }, { type: 1 });
  const isDenied = (_, now) =>
    now.id === made.id && now.permissionOverwrites.cache.get(friend.id)?.deny.has('SendMessages');
  await events.seen('channelUpdate', isDenied);

  await made.delete();
  await events.seen('channelDelete', ({ id }) => id === made.id);
  assert.equal(client.channels.cache.has(made.id), false);
  await refused(client.channels.fetch(made.id, { force: true }), 10003, 404);
}

export async function roles({ guild, friend, events }) {
  const role = await guild().roles.create({ name: 'made', permissions: ['SendMessages'], hoist: true });
  const [created] = await events.seen('roleCreate', ({ id }) => id === role.id);
  assert.equal(created.hoist, true);
  await role.edit({ name: 'remade', mentionable: true });
  await events.seen('roleUpdate', (_, now) => now.id === role.id && now.name === 'remade' && now.mentionable);

  const member = await guild().members.fetch({ user: friend.id, force: true });
  await member.roles.add(role);
  await events.seen('guildMemberUpdate', (_, now) => now.id === friend.id && now.roles.cache.has(role.id));
  const assigned = await guild().members.fetch({ user: friend.id, force: true });
  assert.ok(assigned.roles.cache.has(role.id));
  await assigned.roles.remove(role);
  await events.seen('guildMemberUpdate', (before, now) =>
    now.id === friend.id && before.roles.cache.has(role.id) && !now.roles.cache.has(role.id));

  await role.delete();
  await events.seen('roleDelete', ({ id }) => id === role.id);
  assert.equal(guild().roles.cache.has(role.id), false);
}
