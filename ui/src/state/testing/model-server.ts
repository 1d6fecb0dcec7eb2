/** A server small enough to be believed: what is done to it comes out as events, and at any time as a fresh READY. */

import { compareSnowflakes, firstSnowflakeAt, type Snowflake, snowflakeDate } from "../../net/snowflake.ts";
import type {
  WireChannel,
  WireGuildCreate,
  WireMember,
  WireMessage,
  WireRole,
  WireStatus,
  WireUser,
} from "../../net/wire.ts";
import type { Event } from "../event.ts";
import { channel, ME, member, message, readyOf, role, user } from "./builders.ts";

interface ServedGuild {
  id: Snowflake;
  name: string;
  joinedAt: string;
  roles: WireRole[];
  channels: ServedChannel[];
  members: WireMember[];
  presences: Map<Snowflake, WireStatus>;
}

interface ServedChannel {
  wire: WireChannel;
  visible: boolean;
  messages: WireMessage[];
  /** Every message that mentioned the person, read or not. */
  mentionIds: Snowflake[];
}

/** One thing that happens: which, and numbers that choose to whom. */
export type Step = readonly [what: number, a: number, b: number, c: number];

export class ModelServer {
  private readonly guilds: ServedGuild[] = [];
  private readonly cursors = new Map<Snowflake, Snowflake>();
  private readonly users: WireUser[] = Array.from({ length: 5 }, (_, n) => user(String(n + 1)));
  private nowMs = Date.parse("2026-03-01T00:00:00.000Z");
  private told: Event[] = [];

  private readonly steps: ((a: number, b: number, c: number) => void)[] = [
    (a, b, c) => this.send(a, b, c),
    (a, b, c) => this.send(a, b, c),
    (a, b, c) => this.send(a, b, c),
    (a, b, c) => this.deleteMessage(a, b, c),
    (a, b, c) => this.ack(a, b, c),
    (a) => this.join(a),
    (a) => this.leave(a),
    (a, b) => this.rename(a, b),
    (a, b, c) => this.putRole(a, b, c),
    (a, b) => this.deleteRole(a, b),
    (a, b, c) => this.changeMember(a, b, c),
    (a, b) => this.comeOrGo(a, b),
    (a, b, c) => this.changePresence(a, b, c),
    (a, b) => this.putChannel(a, b),
    (a, b) => this.deleteChannel(a, b),
    (a, b) => this.hideOrShow(a, b),
    (a) => this.renameMyself(a),
  ];

  /** Does it, and returns what the person's sessions hear of it. */
  step([what, a, b, c]: Step): readonly Event[] {
    this.told = [];
    this.nowMs += 1000;
    this.steps[what % this.steps.length]?.(a, b, c);
    return this.told;
  }

  /** What a new session is told. */
  fresh(): readonly Event[] {
    const readState = [...this.cursors].map(([id, last_message_id]) => ({
      id,
      last_message_id,
      mention_count: 0,
    }));
    const ready = readyOf(
      this.guilds.map(({ id }) => id),
      readState,
    );
    return [
      { kind: "ready", ready: { ...ready, user: this.userOf(ME) } },
      { kind: "connection", connection: { kind: "open" } },
      ...this.guilds.map((guild): Event => ({ kind: "guild-create", guild: this.created(guild) })),
    ];
  }

  private created(guild: ServedGuild): WireGuildCreate {
    const channels = guild.channels.filter(({ visible }) => visible);
    return {
      ...this.settings(guild),
      joined_at: guild.joinedAt,
      member_count: guild.members.length,
      large: false,
      channels: channels.map(({ wire }) => wire),
      members: [...guild.members],
      presences: [...guild.presences].map(([id, status]) => ({ user: { id }, status })),
      unread_mentions: channels.flatMap((one) =>
        this.unreadMentions(guild, one).map((id) => ({ channel_id: one.wire.id, id })),
      ),
    };
  }

  private settings({ id, name, roles }: ServedGuild) {
    return { id, name, owner_id: "9", roles: [...roles] };
  }

  private unreadMentions(guild: ServedGuild, { wire, mentionIds }: ServedChannel): Snowflake[] {
    const cursor = this.cursors.get(wire.id) ?? firstSnowflakeAt(new Date(guild.joinedAt));
    return mentionIds.filter((id) => compareSnowflakes(id, cursor) > 0);
  }

  private send(a: number, b: number, c: number): void {
    const [guild, at] = this.visibleChannel(a, b);
    if (guild === undefined || at === undefined) return;
    const author = pick(guild.members, c);
    if (author === undefined) return;
    const id = this.newId();
    const own = guild.members.find(({ user: { id: of } }) => of === ME);
    const ofRole = pick(guild.roles, b + c)?.id ?? "";
    const sent = message(0, {
      id,
      channel_id: at.wire.id,
      author: author.user,
      mentions: c % 3 === 0 ? [this.userOf(ME)] : [],
      mention_roles: c % 5 === 0 ? [ofRole] : [],
      mention_everyone: c % 7 === 0,
    });
    at.messages.push(sent);
    at.wire = { ...at.wire, last_message_id: id };
    const mentioned =
      sent.mentions.length > 0 ||
      sent.mention_everyone ||
      sent.mention_roles.some((of) => own?.roles.includes(of));
    if (author.user.id === ME) this.cursors.set(at.wire.id, id);
    else if (mentioned) at.mentionIds.push(id);
    this.told.push({ kind: "message-create", message: sent });
  }

  private deleteMessage(a: number, b: number, c: number): void {
    const [, at] = this.visibleChannel(a, b);
    const gone = pick(at?.messages ?? [], c);
    if (at === undefined || gone === undefined) return;
    at.messages = at.messages.filter((one) => one !== gone);
    at.mentionIds = at.mentionIds.filter((id) => id !== gone.id);
    this.told.push({ kind: "message-delete", channelId: at.wire.id, messageIds: [gone.id] });
  }

  /** Forwards or backwards. */
  private ack(a: number, b: number, c: number): void {
    const [guild, at] = this.visibleChannel(a, b);
    const read = pick(at?.messages ?? [], c);
    if (guild === undefined || at === undefined || read === undefined) return;
    this.cursors.set(at.wire.id, read.id);
    const mentionIds = this.unreadMentions(guild, at);
    const version = this.nowMs - snowflakeDate("0").getTime();
    this.told.push({ kind: "ack", channelId: at.wire.id, messageId: read.id, mentionIds, version });
  }

  private join(a: number): void {
    if (this.guilds.length >= 3) return;
    const id = this.newId();
    const everyone = role(id, { name: "@everyone" });
    const members = this.users.slice(0, 1 + (a % 5)).map((of) => member(of.id, { user: of }));
    const guild: ServedGuild = {
      id,
      name: `guild ${a}`,
      joinedAt: new Date(this.nowMs).toISOString(),
      roles: [everyone],
      channels: [],
      members,
      presences: new Map([[ME, "online"]]),
    };
    this.guilds.push(guild);
    guild.channels.push(this.newChannel(guild));
    this.told.push({ kind: "guild-create", guild: this.created(guild) });
  }

  private leave(a: number): void {
    const guild = pick(this.guilds, a);
    if (guild === undefined) return;
    this.guilds.splice(this.guilds.indexOf(guild), 1);
    for (const { wire } of guild.channels) this.cursors.delete(wire.id);
    this.told.push({ kind: "guild-delete", guildId: guild.id, unavailable: false });
  }

  private rename(a: number, b: number): void {
    const guild = pick(this.guilds, a);
    if (guild === undefined) return;
    guild.name = `guild ${b}`;
    this.told.push({ kind: "guild-update", guild: this.settings(guild) });
  }

  private putRole(a: number, b: number, c: number): void {
    const guild = pick(this.guilds, a);
    if (guild === undefined) return;
    const known = b % 2 === 0 ? pick(guild.roles, b) : undefined;
    const put = role(known?.id ?? this.newId(), { color: c, position: b, hoist: c % 2 === 0 });
    guild.roles = [...guild.roles.filter(({ id }) => id !== put.id), put];
    this.told.push({ kind: "role-put", guildId: guild.id, role: put });
  }

  private deleteRole(a: number, b: number): void {
    const guild = pick(this.guilds, a);
    const gone = pick(guild?.roles.filter(({ id }) => id !== guild.id) ?? [], b);
    if (guild === undefined || gone === undefined) return;
    guild.roles = guild.roles.filter((one) => one !== gone);
    guild.members = guild.members.map((one) => ({ ...one, roles: one.roles.filter((id) => id !== gone.id) }));
    this.told.push({ kind: "role-delete", guildId: guild.id, roleId: gone.id });
  }

  private changeMember(a: number, b: number, c: number): void {
    const guild = pick(this.guilds, a);
    const of = pick(guild?.members ?? [], b);
    if (guild === undefined || of === undefined) return;
    const held = guild.roles.filter((one, at) => one.id !== guild.id && (c >> at) % 2 === 0);
    const changed = { ...of, nick: c % 2 === 0 ? null : `nick ${c}`, roles: held.map(({ id }) => id) };
    guild.members = guild.members.map((one) => (one === of ? changed : one));
    this.told.push({ kind: "member-update", guildId: guild.id, member: changed });
  }

  private comeOrGo(a: number, b: number): void {
    const guild = pick(this.guilds, a);
    const who = this.users[1 + (b % 4)];
    if (guild === undefined || who === undefined) return;
    if (guild.members.some(({ user: { id } }) => id === who.id)) {
      guild.members = guild.members.filter(({ user: { id } }) => id !== who.id);
      guild.presences.delete(who.id);
      this.told.push({ kind: "member-remove", guildId: guild.id, userId: who.id });
    } else {
      const come = member(who.id, { user: who });
      guild.members = [...guild.members, come];
      this.told.push({ kind: "member-add", guildId: guild.id, member: come });
    }
  }

  private changePresence(a: number, b: number, c: number): void {
    const guild = pick(this.guilds, a);
    const who = pick(guild?.members ?? [], b);
    const status = pick(["online", "idle", "dnd", "offline"] as const, c);
    if (guild === undefined || who === undefined || status === undefined) return;
    if (status === "offline") guild.presences.delete(who.user.id);
    else guild.presences.set(who.user.id, status);
    const presence = { user: { id: who.user.id }, status };
    this.told.push({ kind: "presence", guildId: guild.id, presence });
  }

  private putChannel(a: number, b: number): void {
    const guild = pick(this.guilds, a);
    if (guild === undefined) return;
    const known = pick(
      guild.channels.filter(({ visible }) => visible),
      b,
    );
    if (b % 2 === 0 && known) {
      known.wire = { ...known.wire, name: `channel ${b}`, topic: `topic ${b}` };
      this.told.push({ kind: "channel-put", channel: known.wire, created: false });
    } else {
      const made = this.newChannel(guild);
      guild.channels.push(made);
      this.told.push({ kind: "channel-put", channel: made.wire, created: true });
    }
  }

  private deleteChannel(a: number, b: number): void {
    const [guild, gone] = this.visibleChannel(a, b);
    if (guild === undefined || gone === undefined) return;
    guild.channels = guild.channels.filter((one) => one !== gone);
    this.cursors.delete(gone.wire.id);
    this.told.push({ kind: "channel-delete", channelId: gone.wire.id, guildId: guild.id });
  }

  /** Rights changed. What mentioned the person before is read: the badge of a hidden channel is not promised. */
  private hideOrShow(a: number, b: number): void {
    const guild = pick(this.guilds, a);
    const at = pick(guild?.channels ?? [], b);
    if (guild === undefined || at === undefined) return;
    at.visible = !at.visible;
    at.mentionIds = [];
    if (at.visible) this.told.push({ kind: "channel-put", channel: at.wire, created: true });
    else this.told.push({ kind: "channel-delete", channelId: at.wire.id, guildId: guild.id });
  }

  private renameMyself(a: number): void {
    const me = { ...this.userOf(ME), global_name: `me ${a}` };
    this.users[0] = me;
    this.told.push({ kind: "user-update", user: me });
    for (const guild of this.guilds) {
      const own = guild.members.find(({ user: { id } }) => id === ME);
      if (own === undefined) continue;
      const changed = { ...own, user: me };
      guild.members = guild.members.map((one) => (one === own ? changed : one));
      this.told.push({ kind: "member-update", guildId: guild.id, member: changed });
    }
  }

  private newChannel(guild: ServedGuild): ServedChannel {
    const wire = channel(this.newId(), { guild_id: guild.id, position: guild.channels.length });
    return { wire, visible: true, messages: [], mentionIds: [] };
  }

  private visibleChannel(a: number, b: number): [ServedGuild | undefined, ServedChannel | undefined] {
    const guild = pick(this.guilds, a);
    const visible = guild?.channels.filter((one) => one.visible) ?? [];
    return [guild, pick(visible, b)];
  }

  private userOf(id: Snowflake): WireUser {
    return this.users.find((one) => one.id === id) ?? user(id);
  }

  private newId(): Snowflake {
    this.nowMs += 1;
    return firstSnowflakeAt(new Date(this.nowMs));
  }
}

function pick<T>(list: readonly T[], n: number): T | undefined {
  return list[n % list.length];
}
