/** Where things are: the addresses of the client's pages, and what others write of them. */

export const paths = {
  home: "/channels",
  login: "/login",
  register: "/register",
  guild: (guildId: string) => `/channels/${guildId}`,
  channel: (guildId: string, channelId: string) => `/channels/${guildId}/${channelId}`,
  message: (guildId: string, channelId: string, id: string) => `/channels/${guildId}/${channelId}/${id}`,
  invite: (code: string) => `/invite/${encodeURIComponent(code)}`,
  settings: (page: string) => `/settings/${page}`,
  /** A bot's install link, with names as Discord has them. */
  authorize: (clientId: string, permissions: bigint) =>
    `/oauth2/authorize?client_id=${clientId}&scope=bot&permissions=${permissions}`,
} as const;

/** Returns the address of a page as others open it. */
export function linkTo(path: string): string {
  return location.origin + path;
}

/** Returns `page`, one of those for strangers, so that it leads to `wanted` afterwards. */
export function thenTo(wanted: string, page: string = paths.login): string {
  return wanted === paths.home ? page : `${page}?next=${encodeURIComponent(wanted)}`;
}

/** Returns where a person goes from a page for strangers: only to pages of ours. */
export function nextOf(search: string): string {
  const next = new URLSearchParams(search).get("next") ?? "";
  // "//host" and "/\host" are other hosts to a browser.
  return /^\/(?![/\\])/.test(next) ? next : paths.home;
}

/** Returns the page of this client to which a link in a message leads: of a server, a channel, a message or an invite. */
export function pageOf(url: string): string | null {
  const { origin, pathname, search, hash } = urlOf(url) ?? {};
  return origin === location.origin && pathname && /^\/(channels|invite)\//.test(pathname)
    ? `${pathname}${search}${hash}`
    : null;
}

/** What somebody typed where an invite belongs. */
export type TypedInvite =
  | { readonly kind: "code"; readonly code: string }
  | { readonly kind: "elsewhere"; readonly host: string }
  | { readonly kind: "none" };

const CODE = /^[\w-]{2,64}$/;

/** Reads a link to an invite, with or without its scheme or host, or a bare code. */
export function readInvite(typed: string): TypedInvite {
  const text = typed.trim();
  if (CODE.test(text)) return { kind: "code", code: text };
  const link = urlOf(
    /^https?:\/\//i.test(text) ? text : text.startsWith("/") ? linkTo(text) : `https://${text}`,
  );
  const code = link?.pathname.match(/^\/invite\/([^/]+)\/?$/)?.[1] ?? "";
  if (!link || !CODE.test(code)) return { kind: "none" };
  return link.host === location.host ? { kind: "code", code } : { kind: "elsewhere", host: link.host };
}

function urlOf(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}
