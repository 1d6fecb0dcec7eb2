/** What of an embed is shown, and how it is laid out. */

import type { WireEmbed } from "../../net/wire.ts";

type Field = NonNullable<WireEmbed["fields"]>[number];

/** Returns fields as rows: up to three that are inline beside each other, any other alone. */
export function fieldRows(fields: readonly Field[]): readonly (readonly Field[])[] {
  const INLINE_MAX = 3;
  const rows: Field[][] = [];
  for (const field of fields) {
    const row = rows.at(-1);
    const fits = field.inline && row?.every(({ inline }) => inline) && row.length < INLINE_MAX;
    if (row && fits) row.push(field);
    else rows.push([field]);
  }
  return rows;
}

/** Only what a browser opens as a page: nothing that runs. */
export function safeUrl(url: string | undefined): string | null {
  if (url === undefined) return null;
  try {
    const { protocol, href } = new URL(url);
    return protocol === "https:" || protocol === "http:" ? href : null;
  } catch {
    return null;
  }
}

export function hostOf(url: string): string {
  return new URL(url).host;
}
