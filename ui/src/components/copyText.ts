import { t } from "../text/t.ts";
import { toast } from "./toast.ts";

/** Copies `text`, and says whether the browser let it: without TLS there is no clipboard. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(t("components.copied"));
  } catch {
    toast(t("components.copyFailed"));
  }
}
