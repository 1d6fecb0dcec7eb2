import type { MenuItem } from "./menuItems.tsx";

/** Returns the groups that have something, with lines between them. What is not offered is false. */
export function menuOf(groups: readonly (readonly (MenuItem | false)[])[]): readonly MenuItem[] {
  return groups
    .map((group) => group.filter((item) => item !== false))
    .filter((group) => group.length > 0)
    .flatMap((group, index): MenuItem[] => (index === 0 ? group : ["separator", ...group]));
}
