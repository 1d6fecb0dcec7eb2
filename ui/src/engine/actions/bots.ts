import {
  authorize,
  createApplication,
  getConsent,
  listApplications,
  resetBotToken,
} from "../../net/api/applications.ts";
import type { Actions } from "../actions.ts";
import type { Parts } from "./parts.ts";

type Bots = Pick<Actions, "applications" | "createApplication" | "resetBotToken" | "addBot" | "consent">;

export function bots({ rest }: Parts): Bots {
  return {
    applications: () => listApplications(rest),
    async createApplication(name) {
      const created = await createApplication(rest, name);
      if (!created.ok) return created;
      // A bot's token is told by its reset only.
      const reset = await resetBotToken(rest, created.value.id);
      const token = reset.ok ? reset.value.token : null;
      return { ok: true, value: { application: created.value, token } };
    },
    resetBotToken: (applicationId) => resetBotToken(rest, applicationId),
    addBot: (applicationId, guild_id, permissions) =>
      authorize(rest, applicationId, { guild_id, permissions: String(permissions), authorize: true }),
    consent: (applicationId) => getConsent(rest, applicationId),
  };
}
