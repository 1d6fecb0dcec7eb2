// Before the first paint: the theme that was chosen in this browser (src/components/theme.ts). And for whoever is logged in
// (src/engine/token.ts), the chat's code is fetched beside the entry's, not after it: the build says which files (scripts/early.ts).
try {
  const theme = localStorage.getItem("belfry.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  if (localStorage.getItem("belfry.login") !== null) {
    for (const file of document.currentScript?.dataset.chat?.split(" ") ?? []) {
      const isStyle = file.endsWith(".css");
      const link = document.createElement("link");
      Object.assign(link, { rel: isStyle ? "preload" : "modulepreload", crossOrigin: "", href: file });
      if (isStyle) link.as = "style";
      document.head.append(link);
    }
  }
} catch {
  // Storage is forbidden: the theme of the system, and nobody is logged in.
}
