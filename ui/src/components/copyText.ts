import { t } from "../text/t.ts";
import { writeClipboard } from "./clipboard.ts";
import { toast } from "./toast.ts";

/** Copies `text`, and says whether the browser let it. */
export async function copyText(text: string): Promise<void> {
  toast(t((await writeClipboard(text)) ? "components.copied" : "components.copyFailed"));
}
