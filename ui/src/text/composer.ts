import type { Texts } from "./texts.ts";

export const composer = {
  "composer.label": "Message #{channel}",
  "composer.forbidden": "You may not write in this channel.",
  "composer.full": "{count} messages wait for a connection. Wait until some are sent.",
  "composer.left": { one: "{count} character left", other: "{count} characters left" },
  "composer.over": { one: "{count} character too many", other: "{count} characters too many" },
  "composer.answering": "Replying to {author}",
  "composer.ping": "Notify {author}",
  "composer.pingShort": "Notify",
  "composer.cancelAnswer": "Cancel the reply",
  "composer.emoji": "Insert an emoji",
  "composer.send": "Send",
  "composer.someone": "Unknown member",

  "composer.typing1": "{first} is typing",
  "composer.typing2": "{first} and {second} are typing",
  "composer.typing3": "{first}, {second} and {third} are typing",
  "composer.typingMany": "Several people are typing",

  "composer.edit": "Edit message",
  "composer.editHint": "Enter saves, Esc cancels",
  "composer.save": "Save",
  "composer.cancel": "Cancel",
  "composer.offline": "There is no connection. Your text is kept: try again.",

  "composer.suggestions": "Suggestions",
  "composer.suggested": {
    one: "{count} suggestion. Arrow keys choose, Tab inserts.",
    other: "{count} suggestions. Arrow keys choose, Tab inserts.",
  },
  "composer.everyone": "All who can see this channel",
  "composer.here": "All who are online and can see this channel",
  "composer.role": "Role",
} as const satisfies Texts;
