/** What somebody typed where an invite link belongs. */
export type TypedInvite =
  | { readonly kind: "code"; readonly code: string }
  | { readonly kind: "elsewhere"; readonly host: string }
  | { readonly kind: "none" };

const CODE = /^[A-Za-z0-9-]{2,64}$/;

/** Reads a link to an invite of `origin`, with or without its scheme, or a bare code. */
export function readInvite(typed: string, origin: string): TypedInvite {
  const text = typed.trim();
  if (CODE.test(text)) return { kind: "code", code: text };
  const link = asUrl(text);
  const code = link?.pathname.match(/^\/invite\/([^/]+)\/?$/)?.[1];
  if (!link || !code || !CODE.test(code)) return { kind: "none" };
  return link.host === new URL(origin).host ? { kind: "code", code } : { kind: "elsewhere", host: link.host };
}

function asUrl(text: string): URL | null {
  try {
    return new URL(/^https?:\/\//i.test(text) ? text : `https://${text}`);
  } catch {
    return null;
  }
}
