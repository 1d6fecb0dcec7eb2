import { Crown } from "lucide-react";
import { memo, useState } from "react";
import { Avatar } from "../../components/Avatar.tsx";
import { classes } from "../../components/classes.ts";
import { Icon } from "../../components/Icon.tsx";
import { later } from "../../components/later.tsx";
import { nameColorOf } from "../../components/nameColor.ts";
import { Popover } from "../../components/Popover.tsx";
import { Spinner } from "../../components/Spinner.tsx";
import { Tag } from "../../components/Tag.tsx";
import { VisuallyHidden } from "../../components/VisuallyHidden.tsx";
import type { Snowflake } from "../../net/snowflake.ts";
import type { MemberEntry } from "../../state/select/members.ts";
import { t } from "../../text/t.ts";
import css from "./MemberList.module.css";
import type { MemberDoors } from "./useMemberItems.ts";

const MemberCard = later(() => import("./MemberCard.tsx").then((m) => m.MemberCard));
export const loadCard = MemberCard.load;

interface Props extends MemberDoors {
  readonly guildId: Snowflake;
  readonly entry: MemberEntry;
  readonly hasStop: boolean;
  readonly onStop: (userId: Snowflake) => void;
}

/** One member: opens their card. */
export const MemberLine = memo(function MemberLine({ guildId, entry, hasStop, onStop, onMention }: Props) {
  const { userId, name, bot, owner, status, color } = entry;
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      align="start"
      label={t("members.profileOf", { name })}
      onOpenChange={setOpen}
      open={isOpen}
      // On a phone there is no room beside the list.
      side={isOpen && matchMedia("(width < 640px)").matches ? "bottom" : "left"}
      trigger={
        <button
          className={classes(css.line, status === "offline" && css.offline)}
          data-member={userId}
          data-pointed={userId}
          onFocus={() => onStop(userId)}
          tabIndex={hasStop ? 0 : -1}
          type="button"
        >
          <Avatar id={userId} name={name} size="md" status={status} />
          <span className={css.name} style={{ color: status === "offline" ? undefined : nameColorOf(color) }}>
            {name}
          </span>
          {owner && (
            <span className={css.crown}>
              <Icon of={Crown} size="sm" />
              <VisuallyHidden>{t("members.owner")}</VisuallyHidden>
            </span>
          )}
          {bot && <Tag>{t("members.bot")}</Tag>}
        </button>
      }
    >
      <MemberCard
        entry={entry}
        guildId={guildId}
        onFailed={() => setOpen(false)}
        waiting={<Spinner label={t("members.cardLoading")} />}
        onMention={
          onMention &&
          ((id) => {
            setOpen(false);
            onMention(id);
          })
        }
      />
    </Popover>
  );
});
