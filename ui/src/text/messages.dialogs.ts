import type { Texts } from "./texts.ts";

/** They come with the dialog. */
export const messagesDialogs = {
  "messages.deleteTitle": "Delete this message?",
  "messages.deleteText": "It disappears for everyone, and there is no way back.",
  "messages.deleteHint": "Hold Shift while you delete to skip this question.",
} as const satisfies Texts;
