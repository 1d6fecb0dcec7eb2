import { expect, test } from "vitest";
import { arrived, channel, created, GUILD, guild, id } from "../state/testing/builders.ts";
import { channelBeside, guildBeside, unreadBeside } from "./neighbours.ts";
import { titleOf } from "./title.ts";

const SECOND = "101";
const state = arrived(
  {
    kind: "guild-create",
    guild: guild({ name: "One", channels: ["1", "2", "3"].map((of, position) => channel(of, { position })) }),
  },
  {
    kind: "guild-create",
    guild: guild({
      id: SECOND,
      name: "Two",
      joined_at: "2026-01-02T00:00:00.000Z",
      channels: [channel("9", { guild_id: SECOND })],
    }),
  },
);
const at = (channelId: string | null, guildId: string | null = GUILD) => ({ guildId, channelId });

test("Alt with the arrows goes round the channels of the server", () => {
  expect(channelBeside(state, at("1"), 1)?.id).toBe("2");
  expect(channelBeside(state, at("3"), 1)?.id).toBe("1");
  expect(channelBeside(state, at("1"), -1)?.id).toBe("3");
  expect(channelBeside(state, at(null), 1)?.id).toBe("1");
  expect(channelBeside(state, at(null), -1)?.id).toBe("3");
  expect(channelBeside(state, at(null, null), 1)).toBeNull();
});

test("the unread ones are found in other servers too, and the one that is open is not", () => {
  const news = arrived(
    { kind: "guild-create", guild: guild({ channels: [channel("1"), channel("2", { position: 1 })] }) },
    {
      kind: "guild-create",
      guild: guild({
        id: SECOND,
        joined_at: "2026-01-02T00:00:00.000Z",
        channels: [channel("9", { guild_id: SECOND, last_message_id: id(9e6) })],
      }),
    },
    created(9e6, { channel_id: "1", guild_id: GUILD }),
  );
  expect(unreadBeside(news, at("1"), 1)?.id).toBe("9");
  expect(unreadBeside(news, at("9", SECOND), 1)?.id).toBe("1");
  expect(unreadBeside(news, at("2"), -1)?.id).toBe("1");
  expect(unreadBeside(state, at("1"), 1)).toBeNull();
});

test("servers go round as well", () => {
  expect(guildBeside(state, at("1"), 1)).toBe(SECOND);
  expect(guildBeside(state, at("9", SECOND), 1)).toBe(GUILD);
  expect(guildBeside(state, at(null, null), 1)).toBe(GUILD);
});

test("the title says where one is", () => {
  expect(titleOf(state, GUILD, "2")).toBe("#channel2 · One – Belfry");
  expect(titleOf(state, GUILD, null)).toBe("One – Belfry");
  expect(titleOf(state, null, null)).toBe("Belfry");
});
