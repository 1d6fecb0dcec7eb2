// Drives an unmodified discord.js through every step; one line of JSON per step on stdout.
// Usage: COMPAT_MODULES=<folder with node_modules> node main.mjs <world.json>

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import process from 'node:process';

import * as beginning from './beginning.mjs';
import * as guild from './guild.mjs';
import * as messages from './messages.mjs';
import { Person, Wire } from './outside.mjs';
import * as wire from './wire.mjs';
import { Events, within } from './wait.mjs';

const STEP_TIMEOUT_MS = 30_000;

const discord = createRequire(`${process.env.COMPAT_MODULES}/`)('discord.js');
const world = JSON.parse(readFileSync(process.argv[2], 'utf8'));

const STEPS = [
  ['login', beginning.login],
  ['guild', beginning.guild],
  ['permissions', beginning.permissions],
  ['send', messages.send],
  ['fetch', messages.fetch],
  ['edit', messages.edit],
  ['typing', messages.typing],
  ['reactions', messages.reactions],
  ['reply', messages.reply],
  ['burst', messages.burst],
  ['history', messages.history],
  ['errors', messages.errors],
  ['members', guild.members],
  ['dm', guild.dm],
  ['channels', guild.channels],
  ['roles', guild.roles],
  ['resume', wire.resume],
  ['delete', messages.remove],
  ['heartbeat', wire.heartbeat],
  ['sequence', wire.sequence],
];

function newClient() {
  const { GatewayIntentBits: Intent, Partials } = discord;
  return new discord.Client({
    rest: { api: world.api, version: '10' },
    intents: [
      Intent.Guilds,
      Intent.GuildMembers,
      Intent.GuildMessages,
      Intent.GuildMessageReactions,
      Intent.GuildMessageTyping,
      Intent.DirectMessages,
      Intent.MessageContent,
    ],
    // As bots do that want direct messages from people they have not written to.
    partials: [Partials.Channel],
  });
}

function newContext() {
  const client = newClient();
  const events = new Events();
  events.listen(client, Object.values(discord.Events));
  client.on('error', (error) => console.error('error', error));
  client.on('warn', (warning) => console.error('warn', warning));
  client.on('debug', (message) => console.error(message));
  return {
    discord,
    world,
    client,
    events,
    owner: new Person(world.api, world.owner),
    friend: new Person(world.api, world.friend),
    wire: new Wire(world.control),
    guild: () => client.guilds.cache.get(world.guild),
    channel: (name) => client.channels.cache.get(world.channels[name]),
    // Dispatches as they came over the wire: `{ t, s, d }`.
    dispatches: (t) => events.all('raw').map(([packet]) => packet).filter((packet) => !t || packet.t === t),
    dispatched: async (t, wanted = () => true) => {
      const [packet] = await events.seen('raw', (one) => one.t === t && wanted(one.d, one));
      return packet;
    },
  };
}

async function main() {
  const context = newContext();
  for (const [step, run] of STEPS) {
    const reason = await within(run(context), STEP_TIMEOUT_MS, step).then(() => null, reasonOf);
    process.stdout.write(`${JSON.stringify({ step, reason })}\n`);
    if (reason !== null && step === 'login') break;
  }
  await context.client.destroy();
  process.exit(0);
}

function reasonOf(error) {
  console.error(error);
  const [line, ...rest] = String(error?.message ?? error).split('\n').map((part) => part.trim()).filter(Boolean);
  return [line, ...rest].join(' ').slice(0, 300);
}

process.on('unhandledRejection', (error) => console.error('unhandled', error));
await main();
