/** Makes the texts of the chat known: imported first by what is loaded for it. Its dialogs bring their own. */

import { channels } from "./channels.ts";
import { composer } from "./composer.ts";
import { markdown } from "./markdown.ts";
import { members } from "./members.ts";
import { messages } from "./messages.ts";
import { servers } from "./servers.ts";
import { addTexts } from "./t.ts";

addTexts(channels, composer, markdown, members, messages, servers);
