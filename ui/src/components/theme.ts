/** Which theme the person chose. public/start.js applies it before the first paint; this changes it. */
export type Theme = "light" | "dark" | "system";

/** The browser's own bars: --color-surface-deep, which no meta can name. */
const BARS = { light: "#e8e3d7", dark: "#0e1214" };
const KEY = "belfry.theme";
const listeners = new Set<() => void>();

export function currentTheme(): Theme {
  return asTheme(document.documentElement.dataset.theme);
}

/** Shows `theme` at once, and in this browser from now on. */
export function chooseTheme(theme: Theme): void {
  apply(theme);
  try {
    if (theme === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // Storage is forbidden: the theme lasts as long as the page.
  }
}

/** Once, at the start: the browser's own bars follow the theme, and so do the other tabs. */
export function applyTheme(): void {
  apply(asTheme(stored()));
  addEventListener("storage", (event) => {
    if (event.key === KEY) apply(asTheme(event.newValue));
  });
}

export function subscribeTheme(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function apply(theme: Theme) {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    const ofSystem = (meta.getAttribute("media") ?? "").includes("dark") ? "dark" : "light";
    meta.content = BARS[theme === "system" ? ofSystem : theme];
  }
  for (const listener of listeners) listener();
}

function asTheme(chosen: string | null | undefined): Theme {
  return chosen === "light" || chosen === "dark" ? chosen : "system";
}

function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
