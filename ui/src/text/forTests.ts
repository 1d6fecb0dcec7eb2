/** A test may render anything: it knows every text. */

import { catalogue } from "./catalogue.ts";
import { addTexts } from "./t.ts";

addTexts(catalogue);
