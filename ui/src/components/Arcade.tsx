import { useId } from "react";
import css from "./StandingPage.module.css";

/** A row of arches along the foot of the page. */
export function Arcade() {
  const id = useId();
  return (
    <svg aria-hidden className={css.arcade}>
      <defs>
        <pattern height="176" id={id} patternUnits="userSpaceOnUse" width="112" x="50%" y="0">
          <path
            d="M0 0h112v176h-12V62a44 44 0 0 0-88 0v114H0zM22 62a34 34 0 0 1 68 0v114h-7V62a27 27 0 0 0-54 0v114h-7z"
            fill="currentColor"
          />
          <path d="M0 0h112v6H0z" fill="currentColor" />
        </pattern>
      </defs>
      <rect fill={`url(#${id})`} height="100%" width="100%" />
    </svg>
  );
}
