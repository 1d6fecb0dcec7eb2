import type { Texts } from "./texts.ts";

export const channels = {
  "channels.list": "Channels of {name}",
  "channels.unread": "{name}, unread messages",
  "channels.mentions": {
    one: "{name}, {count} mention",
    other: "{name}, {count} mentions",
  },
  "channels.emptyTitle": "No channel that you may see",
  "channels.emptyText": "Somebody who manages this server can let you into one.",
  "channels.emptyTextManage": "Create the first one.",
  "channels.createHere": "Create a channel in {name}",
  "channels.markRead": "Mark as read",
  "channels.invite": "Invite people",
  "channels.edit": "Edit the channel",
  "channels.editCategory": "Edit the category",
  "channels.copyLink": "Copy link",
  "channels.copyId": "Copy ID",
  "channels.delete": "Delete the channel",
  "channels.deleteCategory": "Delete the category",
  "channels.createTitle": "Create a channel",
} as const satisfies Texts;
