import { limits } from "../limits.ts";

/**
 * Returns whether the server has a newer client: its page begins with another script than this one. What this page would fetch is not
 * there any more then. Who is offline does not know, and not every answer is ours: a proxy has pages of its own.
 */
export async function isOutdated(): Promise<boolean> {
  const own = document.querySelector('script[type="module"]')?.getAttribute("src");
  if (!own) return false;
  try {
    const answer = await fetch("/", { cache: "no-store", signal: AbortSignal.timeout(limits.requestMs) });
    const page = answer.ok ? await answer.text() : "";
    return page.includes('id="root"') && !page.includes(`"${own}"`);
  } catch {
    return false;
  }
}
