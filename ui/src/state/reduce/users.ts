import type { WireMessage, WireUser } from "../../net/wire.ts";
import type { ById, State, User } from "../model.ts";
import { type Draft, draft, putEqual } from "./maps.ts";
import { toUser } from "./wire.ts";

export function userPut(state: State, user: WireUser): State {
  return withUsers(state, putEqual(state.users, user.id, toUser(user)));
}

export function withUsers(state: State, users: ById<User>): State {
  return users === state.users ? state : { ...state, users };
}

/** Everybody whom messages name: authors, the mentioned, authors of what is answered. */
export function usersOfMessages(state: State, messages: readonly WireMessage[]): State {
  const users = draft(state.users);
  for (const message of messages) addUsersOf(users, message);
  return withUsers(state, users.done());
}

function addUsersOf(users: Draft<User>, message: WireMessage): void {
  users.putEqual(message.author.id, toUser(message.author));
  for (const user of message.mentions) users.putEqual(user.id, toUser(user));
  const answered = message.referenced_message;
  if (answered) users.putEqual(answered.author.id, toUser(answered.author));
}
