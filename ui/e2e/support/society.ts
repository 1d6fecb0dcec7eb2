import { Caller } from "./rest.ts";
import { addMember, embed, react, seed } from "./stage.ts";

/** A server with something of everything that a screen can show. */
export interface Society {
  readonly origin: string;
  /** Made the server, and may do everything in it. */
  readonly owner: Caller;
  readonly guest: Caller;
  /** In no server. */
  readonly newcomer: Caller;
  readonly guildId: string;
  /** Full of messages of all kinds; the newest is `LAST`. */
  readonly busy: string;
  /** Nobody wrote there yet. */
  readonly quiet: string;
  readonly invite: string;
  readonly clientId: string;
}

export const GUILD = "Belltower Society";
/** The owner's, among the newest in the busy channel. */
export const OWN = "Whoever rings last closes the door!";
/** The guest's, the newest there. */
export const LAST = "That was the last bell for today";

const CATEGORY = 4;
/** Discord docs, Permissions: MANAGE_GUILD, MANAGE_CHANNELS, MANAGE_MESSAGES, SEND_MESSAGES. */
const SOME_RIGHTS = (1 << 5) | (1 << 4) | (1 << 13) | (1 << 11);

export const authorizePath = ({ clientId }: Society): string =>
  `/oauth2/authorize?client_id=${clientId}&scope=bot&permissions=${SOME_RIGHTS}`;

/** Founds it with `members` people, of whom the owner and a guest write. */
export async function foundSociety(origin: string, members: number): Promise<Society> {
  const owner = await Caller.register(origin, "wilhelmina");
  const newcomer = await Caller.register(origin, "newcomer");
  const { id: guildId, channelId: busy } = await owner.guild(GUILD);
  const invite = await owner.invite(busy);
  const guest = await addMember(origin, invite, "guest");
  const bot = await owner.bot(guildId, "Ringer");
  await owner.call("PATCH", `/channels/${busy}`, {
    topic:
      "All that rings, from the smallest hand bell up to the great one that only a crew of twelve can move",
  });
  const channel = (name: string, more: Record<string, unknown>) =>
    owner.call<{ id: string }>("POST", `/guilds/${guildId}/channels`, { name, ...more });
  const category = await channel("Practice", { type: CATEGORY });
  const { id: quiet } = await channel("quiet", { parent_id: category.id });
  await crowd(origin, invite, members);
  await color(owner, guildId, guest.userId);
  await seed([owner, guest], bot, busy, 80);
  await showpieces({ owner, guest, bot, busy });
  return { origin, owner, guest, newcomer, guildId, busy, quiet, invite, clientId: bot.userId };
}

/** People of whom nobody does anything. */
async function crowd(origin: string, invite: string, members: number): Promise<void> {
  const LANES = 4;
  let next = 3;
  const lane = async () => {
    while (next < members) {
      next += 1;
      await addMember(origin, invite, `member ${next}`);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

/** A role whose colour, as it is, cannot be read on a light ground. */
async function color(owner: Caller, guildId: string, userId: string): Promise<void> {
  const role = await owner.call<{ id: string }>("POST", `/guilds/${guildId}/roles`, {
    name: "Master of the ropes",
    color: 0xffff00,
    hoist: true,
  });
  await owner.call("PUT", `/guilds/${guildId}/members/${userId}/roles/${role.id}`);
}

interface Writers {
  readonly owner: Caller;
  readonly guest: Caller;
  readonly bot: Caller;
  readonly busy: string;
}

/** One of each kind, short enough that all are in view. */
async function showpieces({ owner, guest, bot, busy }: Writers): Promise<void> {
  await guest.post(
    busy,
    `<@${owner.userId}> look: **bold** ||hidden|| \`code\` https://example.org/bells <#${busy}>`,
  );
  await guest.post(busy, "> quoted\n- one\n- two\n# Great\n-# small print\n<t:1700000000:R> @everyone");
  await owner.post(busy, '```rust\nfn ring(times: u32) -> Broken { bell(times, "loud") } // 1\n```');
  const own = await owner.post(busy, "Whoever rings last");
  await owner.call("PATCH", `/channels/${busy}/messages/${own}`, { content: OWN });
  await bot.post(busy, "", {
    embeds: [{ ...embed(7), url: "https://example.org/", author: { name: "Tower" } }],
  });
  await guest.post(busy, "An answer", { message_reference: { message_id: own, channel_id: busy } });
  const last = await guest.post(busy, LAST);
  await react(owner, busy, last, "🔔");
  await react(guest, busy, last, "👍");
}
