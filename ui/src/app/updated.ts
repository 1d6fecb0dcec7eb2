/** A server with a newer client: what this page would fetch is not there any more. */

import { toast } from "../components/toast.ts";
import { t } from "../text/t.ts";

/** From now on, when a part of the client cannot be fetched, it is found out whether the server has another client by now. */
export function watchForUpdate(): void {
  addEventListener("vite:preloadError", () => {
    void isUpdated().then((updated) => {
      if (!updated) return;
      const said = `${t("shell.outdated")} ${t("shell.outdatedText")}`;
      toast(said, { label: t("shell.reload"), act: () => location.reload() });
    });
  });
}

/** Returns whether the server's page begins with another script than this one. Who is offline does not know. */
async function isUpdated(): Promise<boolean> {
  const own = document.querySelector('script[type="module"]')?.getAttribute("src");
  try {
    const answer = await fetch("/", { cache: "no-store" });
    const page = answer.ok ? await answer.text() : "";
    // Not every answer is ours: a proxy has pages of its own.
    return own !== undefined && own !== null && page.includes('id="root"') && !page.includes(`"${own}"`);
  } catch {
    return false;
  }
}
