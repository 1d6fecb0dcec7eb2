import type { ReactNode } from "react";
import { Link } from "wouter";
import css from "./Button.module.css";
import { classes } from "./classes.ts";

export interface LinkButtonProps {
  href: string;
  kind?: "primary" | "quiet" | undefined;
  wide?: boolean | undefined;
  children: ReactNode;
  /** Before the address changes. */
  onClick?: (() => void) | undefined;
}

/** A link within the client that looks like a button. */
export function LinkButton({ href, kind = "quiet", wide, children, onClick }: LinkButtonProps) {
  return (
    <Link
      className={classes(css.button, css[kind], wide && css.wide)}
      href={href}
      {...(onClick && { onClick })}
    >
      {children}
    </Link>
  );
}
