/** What this browser remembers of the places that a person was at. Private windows may refuse: then nothing is remembered. */

import type { Snowflake } from "../net/snowflake.ts";

const GUILD = "belfry.last.guild";
const CHANNELS = "belfry.last.channels";
const MEMBERS = "belfry.members.hidden";
/** Servers whose last channel is remembered, the newest last. */
const CHANNELS_MAX = 200;

export function rememberPlace(guildId: Snowflake, channelId: Snowflake): void {
  write(GUILD, guildId);
  const { [guildId]: _, ...others } = lastChannels();
  const entries = [...Object.entries(others), [guildId, channelId]].slice(-CHANNELS_MAX);
  write(CHANNELS, JSON.stringify(Object.fromEntries(entries)));
}

export function lastGuild(): Snowflake | null {
  return read(GUILD);
}

export function lastChannel(guildId: Snowflake): Snowflake | null {
  return lastChannels()[guildId] ?? null;
}

export function lastPlace(): { guildId: Snowflake; channelId: Snowflake } | null {
  const guildId = lastGuild();
  const channelId = guildId && lastChannel(guildId);
  return guildId && channelId ? { guildId, channelId } : null;
}

export function membersHidden(): boolean {
  return read(MEMBERS) === "yes";
}

export function rememberMembersHidden(hidden: boolean): void {
  write(MEMBERS, hidden ? "yes" : "no");
}

function lastChannels(): Record<Snowflake, Snowflake> {
  try {
    const kept: unknown = JSON.parse(read(CHANNELS) ?? "{}");
    if (typeof kept !== "object" || kept === null) return {};
    return Object.fromEntries(
      Object.entries(kept).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
    );
  } catch {
    return {};
  }
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Full, or not allowed.
  }
}
