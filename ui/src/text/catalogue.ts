import { arrive } from "./arrive.ts";
import { channelsDialogs } from "./channels.dialogs.ts";
import { channels } from "./channels.ts";
import { components } from "./components.ts";
import { composer } from "./composer.ts";
import { emoji } from "./emoji.ts";
import { errors } from "./errors.ts";
import { help } from "./help.ts";
import { markdown } from "./markdown.ts";
import { members } from "./members.ts";
import { messagesDialogs } from "./messages.dialogs.ts";
import { messages } from "./messages.ts";
import { nowhere } from "./nowhere.ts";
import { serversDialogs } from "./servers.dialogs.ts";
import { servers } from "./servers.ts";
import { settings } from "./settings.ts";
import { shell } from "./shell.ts";

/** Every text that a person may see or hear, in English. Keys begin with the name of their file: `composer.placeholder`. */
export const catalogue = {
  ...arrive,
  ...channels,
  ...channelsDialogs,
  ...components,
  ...composer,
  ...emoji,
  ...errors,
  ...help,
  ...markdown,
  ...members,
  ...messages,
  ...messagesDialogs,
  ...nowhere,
  ...servers,
  ...serversDialogs,
  ...settings,
  ...shell,
} as const;
