import type { Page } from "playwright-core";

const TIMESTAMP_SHIFT = 22n;
const MINUTE_MS = 60_000n;

interface Body {
  id?: string;
  message_id?: string;
  [key: string]: unknown;
}

/**
 * Lets what was said a moment ago have been said when the conversation wants it: a message's id is its time, and the server gives
 * none of the past. Only what was read already is moved, so that the read state, and all that comes live, stay true.
 */
export async function agePast(page: Page, minutesAgo: ReadonlyMap<string, number>): Promise<void> {
  const aged = (id: string) => {
    const minutes = minutesAgo.get(id) ?? 0;
    return String(BigInt(id) - ((BigInt(minutes) * MINUTE_MS) << TIMESTAMP_SHIFT));
  };
  await page.route(/\/channels\/\d+\/messages\?/, async (route) => {
    const answer = await route.fetch();
    if (!answer.ok()) return route.fulfill({ response: answer });
    const change = (body: Body): Body => {
      const { referenced_message: asked, message_reference: reference } = body;
      return {
        ...body,
        ...(body.id === undefined ? {} : { id: aged(body.id) }),
        ...(asked ? { referenced_message: change(asked as Body) } : {}),
        ...(reference ? { message_reference: pointed(reference as Body) } : {}),
      };
    };
    const pointed = (reference: Body) =>
      reference.message_id === undefined
        ? reference
        : { ...reference, message_id: aged(reference.message_id) };
    const messages = (await answer.json()) as Body[];
    await route.fulfill({ response: answer, json: messages.map(change) });
  });
}

/** Returns a zone where it is afternoon now, whenever the pictures are taken: so that "today" has room for a morning. */
export function afternoonZone(now = new Date()): string {
  const AFTERNOON = 15;
  const FURTHEST = 14;
  const ahead = Math.min(AFTERNOON - now.getUTCHours(), FURTHEST);
  // The sign of these names is the wrong way round.
  return ahead === 0 ? "UTC" : `Etc/GMT${ahead > 0 ? "-" : "+"}${Math.abs(ahead)}`;
}
