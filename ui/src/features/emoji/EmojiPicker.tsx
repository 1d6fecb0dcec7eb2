import { later } from "../../components/later.tsx";
import { Spinner } from "../../components/Spinner.tsx";
import { t } from "../../text/t.ts";
import type { PickerProps } from "./Picker.tsx";

const Picker = later(() => import("./Picker.tsx").then((m) => m.Picker));
export const loadPicker = Picker.load;

/** Fetched when it is opened first. */
export function EmojiPicker({ onPick }: PickerProps) {
  return <Picker onPick={onPick} waiting={<Spinner label={t("components.loading")} />} />;
}
