import type { Texts } from "./texts.ts";

export const servers = {
  "servers.list": "Your servers",
  "servers.add": "Add a server",
  "servers.mentions": {
    one: "{name}, {count} mention",
    other: "{name}, {count} mentions",
  },
  "servers.unread": "{name}, unread messages",
  "servers.away": "{name} (away for a moment)",
  "servers.menu": "Menu of {name}",
  "servers.invite": "Invite people",
  "servers.createChannel": "Create a channel",
  "servers.createCategory": "Create a category",
  "servers.rename": "Rename the server",
  "servers.markRead": "Mark as read",
  "servers.copyId": "Copy ID",
  "servers.leave": "Leave the server",
  "servers.delete": "Delete the server",
} as const satisfies Texts;
