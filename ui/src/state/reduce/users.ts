import type { Snowflake } from "../../net/snowflake.ts";
import type { WireMessage, WireUser } from "../../net/wire.ts";
import type { ById, Message, ReplyTarget, State, User } from "../model.ts";
import { type Draft, draft, filtered, putEqual } from "./maps.ts";
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

/** Forgets everybody whom nothing names any more. It looks at all that is held: for the rare moments when much of it goes. */
export function usersForgotten(state: State): State {
  const named = new Set<Snowflake>();
  if (state.self.kind === "person") named.add(state.self.id);
  for (const { messages, load } of Object.values(state.timelines)) {
    for (const message of messages) addNamed(named, message);
    for (const message of load?.heard ?? []) addNamed(named, message);
  }
  for (const { replyTo } of Object.values(state.outgoing).flat()) addAnswered(named, replyTo);
  const members = Object.values(state.members);
  const isKnown = (id: Snowflake) => named.has(id) || members.some((those) => those[id] !== undefined);
  return withUsers(state, filtered(state.users, isKnown));
}

function addNamed(named: Set<Snowflake>, { authorId, mentionIds, replyTo }: Message): void {
  named.add(authorId);
  for (const id of mentionIds) named.add(id);
  addAnswered(named, replyTo);
}

function addAnswered(named: Set<Snowflake>, replyTo: ReplyTarget | null): void {
  if (replyTo !== null && replyTo.authorId !== null) named.add(replyTo.authorId);
}
