/** Makes the texts of arriving known: imported first by the pages that say them. */

import { arrive } from "./arrive.ts";
import { addTexts } from "./t.ts";

addTexts(arrive);
