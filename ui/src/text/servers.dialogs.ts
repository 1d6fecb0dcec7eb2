import type { Texts } from "./texts.ts";

/** They come with the dialogs. */
export const serversDialogs = {
  "servers.addTitle": "Add a server",
  "servers.addText": "A server is a place of its own: with channels, members and rules.",
  "servers.addWay": "Which one?",
  "servers.tabCreate": "Create your own",
  "servers.tabJoin": "Join one",
  "servers.name": "Name of the server",
  "servers.nameHint": "You can change it at any time. It begins with one channel, #general.",
  "servers.nameDefault": "{person}’s server",
  "servers.nameNeeded": "A server needs a name of at least 2 characters.",
  "servers.create": "Create",
  "servers.inviteLink": "Invite link",
  "servers.inviteHint": "Somebody sends it to you; it looks like {example}",
  "servers.inviteWrong": "That is no invite link. It ends in /invite/ and a code.",
  "servers.inviteElsewhere": "This link leads to another Belfry, {host}. Open it there.",
  "servers.join": "Join",
  "servers.renameTitle": "Rename the server",
  "servers.save": "Save",
  "servers.cancel": "Cancel",
  "servers.deleteTitle": "Delete {name}?",
  "servers.deleteText":
    "All its channels and messages go with it, for everybody and for ever. Type the name of the server to confirm.",
  "servers.deleteWrong": "That is not its name.",
  "servers.deleteConfirm": "Delete the server",
  "servers.leaveTitle": "Leave {name}?",
  "servers.leaveText": "To come back, you need an invite.",
  "servers.leaveConfirm": "Leave",
} as const satisfies Texts;
