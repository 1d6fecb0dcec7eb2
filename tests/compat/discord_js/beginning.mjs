// Steps: login, guild, permissions.

import assert from 'node:assert/strict';

import { refused } from './wait.mjs';

const READY_TIMEOUT_MS = 20_000;
const TEXT = 0;
const CATEGORY = 4;

export async function login({ client, events, world, dispatched }) {
  await client.login(world.token);
  await events.seen('clientReady', undefined, READY_TIMEOUT_MS);
  assert.equal(client.user.id, world.bot);
  assert.equal(client.user.bot, true);
  assert.equal(client.application.id, world.bot);
  const { d, s } = await dispatched('READY');
  assert.equal(s, 1);
  assert.equal(d.v, 10);
  assert.ok(d.session_id);
  assert.ok(d.resume_gateway_url.startsWith(world.gateway), d.resume_gateway_url);
  assert.ok(!d.resume_gateway_url.endsWith('/'), d.resume_gateway_url);
  assert.deepEqual(d.guilds.map(({ id, unavailable }) => [id, unavailable]), [[world.guild, true]]);
}

export async function guild({ client, world, guild: ours, channel, dispatched }) {
  await dispatched('GUILD_CREATE', ({ id }) => id === world.guild);
  const home = ours();
  assert.equal(home.name, 'Compat');
  assert.equal(home.available, true);
  assert.equal(home.ownerId, world.owner.id);
  assert.equal(home.memberCount, 2);
  assert.equal(home.roles.everyone.id, world.guild);
  assert.equal(channel('general').type, TEXT);
  assert.equal(channel('general').parent.type, CATEGORY);
  assert.ok(channel('burst') && channel('read_only'), 'a channel is missing');
  assert.equal(channel('hidden'), undefined);
  assert.equal(home.members.me.id, client.user.id);
  assert.ok(home.members.me.roles.cache.some((role) => role.managed), 'the bot has no managed role');
}

export async function permissions({ client, world, guild: ours, channel }) {
  const allowed = (name) => ours().members.me.permissionsIn(channel(name));
  assert.deepEqual(
    allowed('general').any(['Administrator', 'BanMembers', 'ManageGuild']) ? allowed('general').toArray() : [],
    [],
  );
  assert.ok(allowed('general').has(['ViewChannel', 'SendMessages', 'ManageMessages', 'ManageChannels']));
  assert.ok(allowed('read_only').has('ViewChannel'));
  assert.ok(!allowed('read_only').has('SendMessages'));
  await refused(channel('read_only').send('no'), 50013, 403);
  await refused(client.channels.fetch(world.channels.hidden), 50001, 403);
}
