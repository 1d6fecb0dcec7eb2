import "../text/ofSettings.ts";
import { AuthorizePage } from "../features/settings/AuthorizePage.tsx";

/** The page that a bot's install link opens. */
export function Authorize() {
  return <AuthorizePage />;
}
