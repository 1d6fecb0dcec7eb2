/** What asks whether a message shall go is fetched when somebody comes near to asking for it. */
export const loadRemoveDialog = () => import("./RemoveDialog.tsx");
