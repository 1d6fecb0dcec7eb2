/** A server with a newer client: what this page would fetch is not there any more. */

import { toast } from "../components/toast.ts";
import type { Engine } from "../engine/engine.ts";
import { isOutdated } from "../engine/outdated.ts";
import { t } from "../text/t.ts";

/** From now on, when a part of the client cannot be fetched, it is found out whether the server has another client by now. */
export function watchForUpdate({ store }: Engine): void {
  addEventListener("vite:preloadError", () => {
    void isOutdated().then((outdated) => {
      // Whoever is arriving is told by the banner: the engine asks as well.
      const isSaid = store.getState().self.kind === "arriving";
      if (!outdated || isSaid) return;
      const said = `${t("shell.outdated")} ${t("shell.outdatedText")}`;
      toast(said, { label: t("shell.reload"), act: () => location.reload() });
    });
  });
}
