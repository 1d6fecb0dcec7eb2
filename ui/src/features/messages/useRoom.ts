import { useState } from "react";
import { BOTTOM_REM, TOP_REM } from "./Ends.tsx";

/** Below the newest row, for the eye. */
const END_REM = 1.5;

/** What is kept free above and below the rows, in px. It does not change while what stands there does. */
export function useRoom(hasNewer: boolean): { top: number; bottom: number } {
  const [remPx] = useState(
    () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16,
  );
  return { top: TOP_REM * remPx, bottom: (hasNewer ? BOTTOM_REM : END_REM) * remPx };
}
