// Before the first paint: the theme that was chosen in this browser (src/components/theme.ts).
try {
  const theme = localStorage.getItem("belfry.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage is forbidden: the theme of the system.
}
