import { Client, Events, GatewayIntentBits, type Message } from "discord.js";

/** An unmodified discord.js bot, pointed at the server. */
export async function startBot(
  origin: string,
  token: string,
  onMessage: (message: Message) => unknown,
): Promise<Client> {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.MessageContent],
    rest: { api: `${origin}/api` },
  });
  client.on(Events.MessageCreate, (message) => {
    if (!message.author.bot) onMessage(message);
  });
  const ready = new Promise<void>((done) => client.once(Events.ClientReady, () => done()));
  await client.login(token);
  await ready;
  return client;
}
