import { Search } from "lucide-react";
import { useEffect, useId, useState } from "react";
import { ContextMenu } from "../../components/ContextMenu.tsx";
import { Icon } from "../../components/Icon.tsx";
import { usePointed } from "../../components/usePointed.ts";
import { useActions, useStore } from "../../engine/hooks.ts";
import { limits } from "../../limits.ts";
import type { Snowflake } from "../../net/snowflake.ts";
import { memberGroups } from "../../state/select/members.ts";
import { t } from "../../text/t.ts";
import css from "./MemberList.module.css";
import { MemberRows } from "./MemberRows.tsx";
import { type MemberRow, rowsFound, rowsOfGroups } from "./rows.ts";
import { type MemberDoors, useMemberItems } from "./useMemberItems.ts";

/** From so many on, one looks for a name instead of scrolling. */
const SEARCH_MIN = 30;
/** After the last key of a search. */
const SEARCH_AFTER_MS = 250;

interface Props extends MemberDoors {
  readonly guildId: Snowflake;
}

/** Who is in a server. */
export function MemberList({ guildId, onMention }: Props) {
  const actions = useActions();
  const groups = useStore((state) => memberGroups(state, guildId));
  const guild = useStore((state) => state.guilds[guildId]);
  const [query, setQuery] = useState("");
  const found = useFound(guildId, query.trim(), (guild?.memberCount ?? 0) > limits.membersListed);
  const { pointed, handlers } = usePointed();
  const items = useMemberItems(guildId, pointed, onMention);
  const isOpen = useStore((state) => state.connection.kind === "open");
  useEffect(() => {
    if (isOpen) actions.listMembers(guildId);
  }, [actions, guildId, isOpen]);

  const known = groups.reduce((sum, { members }) => sum + members.length, 0);
  const all = guild?.memberCount ?? known;
  const isSearch = query.trim() !== "";
  const rows = isSearch ? rowsFound(groups, query.trim(), found.ids) : rowsOfGroups(groups);
  return (
    <div className={css.members}>
      {all >= SEARCH_MIN && <SearchField onChange={setQuery} value={query} />}
      <ContextMenu items={items}>
        <div className={css.around} {...handlers}>
          <MemberRows guildId={guildId} name={guild?.name ?? ""} onMention={onMention} rows={rows} />
        </div>
      </ContextMenu>
      <Remark
        all={all}
        isSearch={isSearch}
        known={known}
        query={query.trim()}
        rows={rows}
        waits={found.waits}
      />
    </div>
  );
}

function SearchField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const id = useId();
  return (
    <div className={css.search}>
      <label className={css.searchIcon} htmlFor={id}>
        <Icon of={Search} size="sm" />
      </label>
      <input
        aria-label={t("members.search")}
        autoComplete="off"
        className={css.field}
        id={id}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || value === "") return;
          event.preventDefault();
          onChange("");
        }}
        placeholder={t("members.search")}
        spellCheck={false}
        type="search"
        value={value}
      />
    </div>
  );
}

interface RemarkProps {
  readonly rows: readonly MemberRow[];
  readonly query: string;
  readonly isSearch: boolean;
  readonly waits: boolean;
  readonly known: number;
  readonly all: number;
}

/** What is to be said of the list: that nobody was found, or that not all are on it. */
function Remark({ rows, query, isSearch, waits, known, all }: RemarkProps) {
  const says = () => {
    if (isSearch && rows.length > 0) return "";
    if (isSearch) return waits ? t("members.searching") : t("members.searchNone", { query });
    return all > limits.membersListed && known < all ? t("members.some", { shown: known, all }) : "";
  };
  return (
    <p className={css.remark} role="status">
      {says()}
    </p>
  );
}

/** Of a large server the client knows a part: the server searches. Of others it knows all. */
function useFound(guildId: Snowflake, query: string, isLarge: boolean) {
  const actions = useActions();
  const [found, setFound] = useState<{ query: string; ids: ReadonlySet<Snowflake> } | null>(null);
  const asks = isLarge && query !== "";
  useEffect(() => {
    if (!asks) return;
    let isOver = false;
    const timer = setTimeout(async () => {
      const ids = await actions.findMembers(guildId, query);
      if (!isOver) setFound({ query, ids: new Set(ids) });
    }, SEARCH_AFTER_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [actions, guildId, query, asks]);
  const isNow = found?.query === query;
  return { ids: asks && isNow ? found.ids : null, waits: asks && !isNow };
}
