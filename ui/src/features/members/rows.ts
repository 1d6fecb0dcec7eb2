/** The member list as rows of one list: headings and people. */

import type { Snowflake } from "../../net/snowflake.ts";
import type { MemberEntry, MemberGroup } from "../../state/select/members.ts";
import { t } from "../../text/t.ts";

export type MemberRow =
  | { readonly kind: "group"; readonly key: string; readonly name: string; readonly count: number }
  | { readonly kind: "member"; readonly key: Snowflake; readonly entry: MemberEntry };

export function rowsOfGroups(groups: readonly MemberGroup[]): readonly MemberRow[] {
  return groups.flatMap(({ key, name, members }) => [
    { kind: "group", key: `group ${key}`, name: groupName(key, name), count: members.length } as const,
    ...members.map((entry) => ({ kind: "member", key: entry.userId, entry }) as const),
  ]);
}

/** Those of `ids` that are known, by name; or, without ids, those whose name has `query` in it. */
export function rowsFound(
  groups: readonly MemberGroup[],
  query: string,
  ids: ReadonlySet<Snowflake> | null,
): readonly MemberRow[] {
  const wanted = query.toLocaleLowerCase();
  const entries = groups
    .flatMap(({ members }) => members)
    .filter((entry) => (ids ? ids.has(entry.userId) : entry.name.toLocaleLowerCase().includes(wanted)));
  if (entries.length === 0) return [];
  return [
    { kind: "group", key: "group found", name: t("members.found"), count: entries.length },
    ...entries.map((entry) => ({ kind: "member", key: entry.userId, entry }) as const),
  ];
}

function groupName(key: MemberGroup["key"], name: string | null): string {
  if (name !== null) return name;
  return t(key === "offline" ? "members.offline" : "members.online");
}

/** Returns where the person is after `from` in the direction of `step`; headings are passed over. */
export function memberBeside(rows: readonly MemberRow[], from: number, step: 1 | -1): number | null {
  for (let index = from + step; index >= 0 && index < rows.length; index += step) {
    if (rows[index]?.kind === "member") return index;
  }
  return null;
}
