import { AtSign, Copy, Crown } from "lucide-react";
import { Avatar } from "../../components/Avatar.tsx";
import { Button } from "../../components/Button.tsx";
import { copyText } from "../../components/copyText.ts";
import { Icon } from "../../components/Icon.tsx";
import { nameColorOf } from "../../components/nameColor.ts";
import { Tag } from "../../components/Tag.tsx";
import { useStore } from "../../engine/hooks.ts";
import type { Snowflake } from "../../net/snowflake.ts";
import type { Role } from "../../state/model.ts";
import type { MemberEntry } from "../../state/select/members.ts";
import { locale } from "../../text/locale.ts";
import { t } from "../../text/t.ts";
import css from "./MemberCard.module.css";
import type { MemberDoors } from "./useMemberItems.ts";

const dates = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });

/** Who a member is. */
export function MemberCard({
  guildId,
  entry,
  onMention,
}: MemberDoors & { guildId: Snowflake; entry: MemberEntry }) {
  const { userId, name, bot, owner, status } = entry;
  const userName = useStore((state) => state.users[userId]?.name ?? "");
  const joinedAtMs = useStore((state) => state.members[guildId]?.[userId]?.joinedAtMs ?? 0);
  const roles = useStore((state): readonly Role[] => {
    const all = state.guilds[guildId]?.roles ?? {};
    const ids = state.members[guildId]?.[userId]?.roleIds ?? [];
    return ids.flatMap((id) => all[id] ?? []).sort((a, b) => b.position - a.position);
  });
  return (
    <div className={css.card}>
      <div className={css.head}>
        <Avatar id={userId} name={name} size="xl" status={status} />
        <div className={css.names}>
          <div className={css.name}>
            {name}
            {bot && (
              <>
                {" "}
                <Tag>{t("members.bot")}</Tag>
              </>
            )}
          </div>
          <div className={css.userName}>{userName}</div>
        </div>
      </div>
      {owner && (
        <p className={css.owner}>
          <Icon of={Crown} size="sm" />
          {t("members.owner")}
        </p>
      )}
      {joinedAtMs > 0 && (
        <p className={css.since}>{t("members.joined", { date: dates.format(joinedAtMs) })}</p>
      )}
      {roles.length > 0 && (
        <div>
          <h4 className={css.heading}>{t("members.roles")}</h4>
          <ul className={css.roles}>
            {roles.map((role) => (
              <li className={css.role} key={role.id}>
                <span aria-hidden className={css.dot} style={{ background: nameColorOf(role.color) }} />
                {role.name}
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className={css.actions}>
        {onMention && (
          <Button icon={AtSign} kind="primary" onClick={() => onMention(userId)}>
            {t("members.mention")}
          </Button>
        )}
        <Button icon={Copy} onClick={() => void copyText(userId)}>
          {t("members.copyId")}
        </Button>
      </div>
    </div>
  );
}
