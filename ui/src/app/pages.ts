/** The pages, each fetched when somebody comes to it. */

import { later } from "../components/later.tsx";

export const LoginPage = later(() => import("../features/arrive/LoginPage.tsx").then((m) => m.LoginPage));
export const RegisterPage = later(() =>
  import("../features/arrive/RegisterPage.tsx").then((m) => m.RegisterPage),
);
export const InvitePage = later(() => import("../features/arrive/InvitePage.tsx").then((m) => m.InvitePage));
export const Authorize = later(() => import("./Authorize.tsx").then((m) => m.Authorize));
/** Most of the client's code. Whoever has a login needs it at once; others while they log in. */
export const Chat = later(() => import("./chat.tsx").then((m) => m.Chat));
