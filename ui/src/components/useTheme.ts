import { useSyncExternalStore } from "react";
import { chooseTheme, currentTheme, subscribeTheme, type Theme } from "./theme.ts";

/** The chosen theme, and how to choose another. */
export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  return [useSyncExternalStore(subscribeTheme, currentTheme), chooseTheme];
}
