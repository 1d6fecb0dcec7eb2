/** Makes the texts of the settings known: imported first by what is loaded for them. */

import { settings } from "./settings.ts";
import { addTexts } from "./t.ts";

addTexts(settings);
