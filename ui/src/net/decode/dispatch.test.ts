import { describe, expect, test } from "vitest";
import { Malformed } from "./check.ts";
import { decodeDispatch } from "./dispatch.ts";

const user = { id: "1", username: "ann", global_name: null, discriminator: "0", bot: false };
const joined_at = "2026-11-22T06:00:00.123456+00:00";
const message = {
  id: "9",
  channel_id: "20",
  guild_id: "10",
  type: 0,
  author: user,
  content: "hi",
  timestamp: joined_at,
  edited_timestamp: null,
  mentions: [],
  mention_roles: [],
  mention_everyone: false,
  attachments: [],
  embeds: [],
  pinned: false,
};
const channel = {
  id: "20",
  type: 0,
  guild_id: "10",
  name: "general",
  position: 0,
  parent_id: null,
  topic: null,
  nsfw: false,
  rate_limit_per_user: 0,
  last_message_id: null,
  permission_overwrites: [{ id: "10", type: 0, allow: "0", deny: "1024" }],
};

function decode(name: string, data: unknown) {
  return decodeDispatch(name, data, 5_000);
}

describe("an event", () => {
  test("keeps what is read of it and leaves out the rest", () => {
    const decoded = decode("MESSAGE_CREATE", { ...message, nonce: 7 });
    const { attachments: _, pinned: ____, author: __, ...read } = message;
    const { discriminator: ___, ...author } = user;
    expect(decoded).toEqual({ kind: "message-create", message: { ...read, author, nonce: 7 } });
  });

  test("that nobody here knows is nothing", () => {
    expect(decode("VOICE_STATE_UPDATE", {})).toBeNull();
    expect(decode("constructor", {})).toBeNull();
  });

  test.each([
    ["MESSAGE_CREATE", { ...message, id: 9 }],
    ["MESSAGE_CREATE", { ...message, author: null }],
    ["MESSAGE_CREATE", { ...message, timestamp: "yesterday" }],
    ["CHANNEL_CREATE", { ...channel, permission_overwrites: [{ id: "10", type: 2, allow: "0", deny: "0" }] }],
    ["GUILD_MEMBER_ADD", { user, roles: [], joined_at }],
    ["READY", null],
    ["READY", []],
    ["TYPING_START", "text"],
  ])("%s that breaks its promise is refused", (name, data) => {
    expect(() => decode(name, data)).toThrow(Malformed);
  });

  test("says where it is malformed", () => {
    const guilds = [{ id: "1" }, { id: "x" }];
    const told = () => decode("READY", { user, session_id: "s", guilds });
    expect(told).toThrow("malformed d.guilds.1.id");
  });
});

describe("messages", () => {
  test("a reply to what is gone differs from no reply", () => {
    const reply = { ...message, type: 19, referenced_message: null };
    expect(decode("MESSAGE_CREATE", reply)).toMatchObject({ message: { referenced_message: null } });
    const plain = decode("MESSAGE_CREATE", message);
    expect(plain?.kind === "message-create" && "referenced_message" in plain.message).toBe(false);
  });

  test("an embed that makes no sense does not lose the message", () => {
    const embeds = [{ title: "fine" }, { title: 5 }];
    expect(decode("MESSAGE_UPDATE", { ...message, embeds })).toMatchObject({
      kind: "message-update",
      message: { embeds: [{ title: "fine" }, {}] },
    });
  });

  test("one or many are deleted by one event", () => {
    const at = { channel_id: "20", guild_id: "10" };
    const kind = "message-delete";
    expect(decode("MESSAGE_DELETE", { id: "9", ...at })).toEqual({
      kind,
      channelId: "20",
      messageIds: ["9"],
    });
    expect(decode("MESSAGE_DELETE_BULK", { ids: ["8", "9"], ...at })).toMatchObject({
      messageIds: ["8", "9"],
    });
  });

  test("reactions are cleared of all emoji or of one", () => {
    const at = { channel_id: "20", message_id: "9" };
    expect(decode("MESSAGE_REACTION_REMOVE_ALL", at)).toMatchObject({ emoji: null });
    const one = { ...at, emoji: { id: null, name: "👍" } };
    expect(decode("MESSAGE_REACTION_REMOVE_EMOJI", one)).toMatchObject({
      kind: "reactions-clear",
      emoji: "👍",
    });
  });
});

describe("sessions and guilds", () => {
  test("a server that keeps no read states says nothing of them", () => {
    const ready = { user, session_id: "s", resume_gateway_url: "ws://x", guilds: [] };
    expect(decode("READY", ready)).toMatchObject({ ready: { read_state: [] } });
    const read_state = [{ id: "20", last_message_id: null }];
    expect(decode("READY", { ...ready, read_state })).toMatchObject({
      ready: { read_state: [{ id: "20", last_message_id: "0", mention_count: 0 }] },
    });
  });

  test("an ack says when the mark was set, where the server does", () => {
    const told = { channel_id: "20", message_id: "9", mentions: ["8"], version: 5 };
    expect(decode("MESSAGE_ACK", told)).toMatchObject({ mentionIds: ["8"], version: 5 });
  });

  test("an ack without mentions names none", () => {
    expect(decode("MESSAGE_ACK", { channel_id: "20", message_id: "9" })).toEqual({
      kind: "ack",
      channelId: "20",
      messageId: "9",
      mentionIds: [],
    });
  });

  test("DMs are not shown", () => {
    const dm = { id: "30", type: 1, recipients: [user], last_message_id: null };
    expect(decode("CHANNEL_CREATE", dm)).toBeNull();
    expect(decode("CHANNEL_DELETE", dm)).toBeNull();
    expect(decode("CHANNEL_UPDATE", channel)).toMatchObject({ kind: "channel-put", created: false });
  });

  test("typing counts from when it was heard", () => {
    const typing = { channel_id: "20", guild_id: "10", user_id: "1", timestamp: 1 };
    expect(decode("TYPING_START", typing)).toMatchObject({ atMs: 5_000, member: null });
  });

  test("the last of the chunks is known as such", () => {
    const chunk = { guild_id: "10", members: [], chunk_index: 1, chunk_count: 2, nonce: "n" };
    expect(decode("GUILD_MEMBERS_CHUNK", chunk)).toMatchObject({ last: true, nonce: "n", presences: [] });
    expect(decode("GUILD_MEMBERS_CHUNK", { ...chunk, chunk_index: 0 })).toMatchObject({ last: false });
  });

  test("a guild that is away is not a guild that was left", () => {
    expect(decode("GUILD_DELETE", { id: "10", unavailable: true })).toMatchObject({ unavailable: true });
    expect(decode("GUILD_DELETE", { id: "10" })).toMatchObject({ unavailable: false });
  });
});
