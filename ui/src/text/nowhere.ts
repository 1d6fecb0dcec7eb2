import type { Texts } from "./texts.ts";

/** They come with what says them. */
export const nowhere = {
  "nowhere.noChannelTitle": "No channel that you may see",
  "nowhere.noChannelText": "Somebody who manages this server can let you into one.",
  "nowhere.noChannelYours": "You manage this server: make one.",
  "nowhere.goneTitle": "This channel is not here",
  "nowhere.goneText": "It was deleted, or you may not see it any more.",
  "nowhere.guildGoneTitle": "This server is not here",
  "nowhere.guildGoneText": "It was deleted, or you are not a member of it.",
  "nowhere.guildAwayTitle": "This server is away for a moment",
  "nowhere.guildAwayText": "It comes back by itself.",
  "nowhere.goHome": "Go to your servers",
  "nowhere.goChannel": "Go to #{name}",
} as const satisfies Texts;
