import {
  changeMe,
  endLogins,
  listLogins,
  logIn,
  logOut,
  register,
  type Welcome,
} from "../../net/api/auth.ts";
import type { Actions, Answer } from "../actions.ts";
import { changed, done, type Parts, renamed } from "./parts.ts";

type Arriving = Pick<Actions, "register" | "logIn" | "logOut" | "logins" | "endLogins" | "changeDisplayName">;

export function arriving({ rest, arrive, leave }: Parts): Arriving {
  const arrived = (answer: Answer<Welcome>): Answer<void> => {
    if (!answer.ok) return renamed(answer, { login: "username", global_name: "displayName" });
    arrive({ token: answer.value.token, userId: answer.value.user_id });
    return done;
  };
  return {
    async register({ username, displayName, password }) {
      const global_name = displayName.trim() || null;
      return arrived(await register(rest, { username, password, global_name }));
    },
    async logIn({ username, password }) {
      return arrived(await logIn(rest, { login: username, password }));
    },
    async logOut() {
      const login = leave();
      if (login) await logOut(rest, login.token);
    },
    logins: () => listLogins(rest),
    endLogins: (idHashes) => endLogins(rest, idHashes),
    async changeDisplayName(name) {
      const answer = await changeMe(rest, { global_name: name.trim() || null });
      return changed(renamed(answer, { global_name: "displayName" }), () => undefined);
    },
  };
}
