import { Caller, fill } from "./rest.ts";

/** Adds `name` as a member of the guild that `code` invites to. */
export async function addMember(origin: string, code: string, name: string): Promise<Caller> {
  const caller = await Caller.register(origin, name);
  await caller.join(code);
  return caller;
}

export async function react(caller: Caller, channelId: string, messageId: string, emoji: string) {
  const path = `/channels/${channelId}/messages/${messageId}/reactions/${encodeURIComponent(emoji)}/@me`;
  await caller.call("PUT", path);
}

const WORDS = "when the bell rings in the tower everybody below looks up and counts the hours".split(" ");

export function words(seed: number, count: number): string {
  return Array.from({ length: count }, (_, index) => WORDS[(seed * 5 + index * 3) % WORDS.length]).join(" ");
}

const KINDS: readonly ((index: number) => string)[] = [
  (index) => words(index, 90),
  (index) => `\`\`\`rust\nfn ring(times: u32) {\n    // ${words(index, 6)}\n    bell(times);\n}\n\`\`\``,
  (index) => `> ${words(index, 8)}\n${words(index + 1, 12)} 🔔`,
  (index) => `- ${words(index, 4)}\n- ${words(index + 1, 9)}\n- ${words(index + 2, 3)}`,
  (index) => `# ${words(index, 3)}\n${words(index, 30)}`,
  (index) => `||${words(index, 5)}|| and https://example.org/${index}`,
];

/** A message as people write them: mostly short, of different heights. Its number stands in it. */
export function text(index: number): string {
  const kind = index % 4 === 0 ? KINDS[(index / 4) % KINDS.length] : undefined;
  return `${kind ? kind(index) : words(index, 3 + (index % 14))} (${index})`;
}

/** Puts `count` messages of all heights by `people` in turns into the channel; some answer others, some have reactions. */
export async function seed(people: readonly Caller[], bot: Caller, channelId: string, count: number) {
  const TURN = 40;
  /** Of each turn: the one that begins it, an embed and an answer. */
  const SPECIAL = 3;
  const [first] = people;
  if (!first) throw new Error("nobody writes");
  for (let from = 0; from < count; from += TURN) {
    const writer = people[(from / TURN) % people.length] ?? first;
    const id = await writer.post(channelId, `${text(from)} begins`);
    const extras = [
      react(writer, channelId, id, "👍"),
      bot.post(channelId, "", { embeds: [embed(from)] }),
      first.post(channelId, `An answer to ${from}`, {
        message_reference: { message_id: id, channel_id: channelId },
      }),
    ];
    await Promise.all([
      fill(writer, channelId, Math.min(TURN, count - from) - SPECIAL, (index) => text(from + index + 1)),
      ...extras,
    ]);
  }
}

export function embed(index: number): Record<string, unknown> {
  return {
    title: `Hour ${index}`,
    description: words(index, 25),
    color: 0x3a6ea5,
    fields: [
      { name: "Bells", value: String(index % 12), inline: true },
      { name: "Tower", value: words(index, 2), inline: true },
    ],
    footer: { text: "struck by hand" },
  };
}

/** Posts at a fixed rate, whatever becomes of those before; returns when all are answered. */
export async function post(
  caller: Caller,
  channelId: string,
  perSecond: number,
  seconds: number,
  content: (index: number) => string,
): Promise<void> {
  const began = performance.now();
  const sent: Promise<unknown>[] = [];
  for (let index = 0; index < perSecond * seconds; index += 1) {
    const wait = began + (index * 1000) / perSecond - performance.now();
    if (wait > 1) await new Promise((next) => setTimeout(next, wait));
    sent.push(caller.post(channelId, content(index)));
  }
  await Promise.all(sent);
}
