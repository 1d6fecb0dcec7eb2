import type { Texts } from "./texts.ts";

export const components = {
  "components.cancel": "Cancel",
  "components.close": "Close",
  "components.copied": "Copied",
  "components.copy": "Copy",
  "components.copyFailed": "Could not copy. Select the text and copy it by hand.",
  "components.dismiss": "Dismiss",
  "components.hide": "Hide",
  "components.hidePassword": "Hide password",
  "components.loading": "Loading",
  "components.loadFailed": "This part could not be fetched. Are you online?",
  "components.many": "{count}+",
  "components.notifications": "Notifications",
  "components.show": "Show",
  "components.showPassword": "Show password",
  "components.status.dnd": "Do not disturb",
  "components.status.idle": "Idle",
  "components.status.offline": "Offline",
  "components.status.online": "Online",
  "components.tryAgain": "Try again",
} as const satisfies Texts;
