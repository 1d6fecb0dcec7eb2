import type { Person } from "./person.ts";

/**
 * From now on the page writes down, by its own clock, how long after the end of a line (a socket that closed, the network that went) the banner
 * was there. Loads the page anew: the line must be one of those that are watched. Returns how to ask: the ms of the first time.
 */
export async function bannerClock({ page, composer }: Person): Promise<() => Promise<number | null>> {
  await page.addInitScript(() => {
    let lostAtMs: number | null = null;
    const lost = () => {
      lostAtMs ??= performance.now();
    };
    const Native = WebSocket;
    globalThis.WebSocket = class extends Native {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols);
        this.addEventListener("close", lost);
      }
    };
    addEventListener("offline", lost);
    new MutationObserver(() => {
      const isShown = document.querySelector("[data-banner]") !== null;
      if (!isShown || lostAtMs === null) return;
      document.documentElement.dataset.bannerAfterMs ??= String(performance.now() - lostAtMs);
    }).observe(document, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ["data-banner"],
    });
  });
  const isReady = page.waitForEvent("websocket").then((socket) =>
    socket.waitForEvent("framereceived", {
      predicate: ({ payload }) => String(payload).includes('"READY"'),
    }),
  );
  await page.reload();
  await isReady;
  await composer.waitFor();
  return () =>
    page.evaluate(() => {
      const { bannerAfterMs } = document.documentElement.dataset;
      return bannerAfterMs === undefined ? null : Number(bannerAfterMs);
    });
}
