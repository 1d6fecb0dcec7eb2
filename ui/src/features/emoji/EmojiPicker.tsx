import { lazy } from "react";

/** Loaded when it is opened first; stands in a Suspense of who shows it. */
export const EmojiPicker = lazy(async () => {
  const { Picker } = await import("./Picker.tsx");
  return { default: Picker };
});
