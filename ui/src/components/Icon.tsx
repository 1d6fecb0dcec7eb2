import type { LucideIcon } from "lucide-react";
import css from "./Icon.module.css";

export type IconType = LucideIcon;

/** A drawing beside words: it says nothing of its own. */
export function Icon({ of: Drawing, size = "md" }: { of: IconType; size?: "sm" | "md" | "lg" }) {
  return (
    <Drawing aria-hidden className={css[size]} focusable={false} strokeWidth={size === "lg" ? 1.5 : 2} />
  );
}
