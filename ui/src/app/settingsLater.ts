import { later } from "../components/later.tsx";

/** The settings, whose way leads from the chat: fetched ahead there. */
export const Settings = later(() => import("./Settings.tsx").then((m) => m.Settings));
