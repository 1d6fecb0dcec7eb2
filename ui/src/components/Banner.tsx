import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import css from "./Banner.module.css";
import { classes } from "./classes.ts";
import { Icon } from "./Icon.tsx";

export type BannerKind = "info" | "success" | "warning" | "danger";

const ICONS = { info: Info, success: CircleCheck, warning: TriangleAlert, danger: CircleAlert };

/** What is to be known of the view it stands in. Danger is said at once, the rest politely. */
export function Banner({ kind, children }: { kind: BannerKind; children: ReactNode }) {
  return (
    <div className={classes(css.banner, css[kind])} role={kind === "danger" ? "alert" : "status"}>
      <Icon of={ICONS[kind]} />
      <div className={css.text}>{children}</div>
    </div>
  );
}
