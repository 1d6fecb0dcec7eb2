import { use } from "react";
import { t } from "../../../text/t.ts";
import css from "./markdown.module.css";
import { Pressable } from "./Pressable.tsx";
import { ResolveContext } from "./resolve.ts";

export function UserMention({ id }: { id: string }) {
  const resolve = use(ResolveContext);
  const { onUser } = resolve;
  const found = resolve.user(id);
  const name = found === undefined ? t("markdown.unknownUser") : `@${found.name}`;
  if (found === undefined || onUser === undefined) return <span className={css.mention}>{name}</span>;
  return (
    <Pressable className={css.mention} onPress={(element) => onUser(id, element)}>
      {name}
    </Pressable>
  );
}

export function RoleMention({ id }: { id: string }) {
  const role = use(ResolveContext).role(id);
  if (role === undefined) return <span className={css.mention}>{t("markdown.unknownRole")}</span>;
  return (
    <span className={css.mention}>
      {role.color ? <RoleDot color={role.color} /> : null}@{role.name}
    </span>
  );
}

/** The role's colour stands beside its name: a name in any colour would not be readable on the mention's ground. */
function RoleDot({ color }: { color: number }) {
  return <span className={css.dot} style={{ background: `#${color.toString(16).padStart(6, "0")}` }} />;
}

export function ChannelMention({ id }: { id: string }) {
  const resolve = use(ResolveContext);
  const channel = resolve.channel(id);
  if (channel === undefined) return <span className={css.mention}>{t("markdown.unknownChannel")}</span>;
  return (
    <Pressable className={css.mention} onPress={() => resolve.onChannel(id)}>
      #{channel.name}
    </Pressable>
  );
}
