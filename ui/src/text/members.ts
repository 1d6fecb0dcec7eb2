import type { Texts } from "./texts.ts";

export const members = {
  "members.list": "Members of {name}",
  "members.online": "Online",
  "members.offline": "Offline",
  "members.group": "{name} – {count}",
  "members.owner": "Owner of the server",
  "members.bot": "Bot",
  "members.search": "Find members",
  "members.searchNone": "Nobody’s name begins with “{query}”.",
  "members.searching": "Searching…",
  "members.found": "Found",
  "members.some": "{shown} of {all} members. Find the others by name.",
  "members.roles": "Roles",
  "members.joined": "Member since {date}",
  "members.mention": "Mention",
  "members.copyId": "Copy ID",
  "members.copyName": "Copy the user name",
  "members.cardLoading": "Loading the profile",
  "members.profileOf": "Profile of {name}",
} as const satisfies Texts;
