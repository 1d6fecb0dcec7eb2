import { expect, it } from "vitest";
import type { Event } from "../event.ts";
import type { State } from "../model.ts";
import { reduce } from "../reduce.ts";
import {
  arrived,
  CHANNEL,
  created,
  GUILD,
  guild,
  loaded,
  ME,
  member,
  message,
  outgoing,
  user,
  YOU,
} from "../testing/builders.ts";

const here = (state: State) => Object.keys(state.users).sort();
const dropped: Event = { kind: "timelines-dropped", channelIds: [CHANNEL] };
const inLarge: Event = { kind: "guild-create", guild: guild({ large: true, members: [member(ME)] }) };

it("a crowd that is only heard takes no room", () => {
  const { user: _, ...partial } = member("5");
  const said = created(3, { author: user("5"), member: partial });
  expect(arrived(inLarge, said).users["5"]).toBeUndefined();
  expect(arrived(inLarge, said).members[GUILD]?.["5"]).toBeUndefined();
  const looking = arrived(inLarge, ...loaded(1, 2), said);
  expect([looking.users["5"]?.name, looking.members[GUILD]?.["5"]?.userId]).toEqual(["user5", "5"]);
});

it("whom only messages named goes with them; members, the person and who is being answered stay", () => {
  const answer = message(2, {
    type: 19,
    author: user("6"),
    mentions: [user("7")],
    message_reference: { message_id: "1" },
    referenced_message: message(1, { author: user("8") }),
  });
  const replyTo = { messageId: "1", authorId: "8", content: "?" };
  const state = arrived(
    ...loaded(1, 1),
    { kind: "message-create", message: answer },
    { kind: "outgoing-put", outgoing: outgoing("n1", { replyTo }) },
  );
  expect(here(state)).toEqual([ME, YOU, "6", "7", "8"]);
  expect(here(reduce(state, dropped))).toEqual([ME, YOU, "8"]);
});

it("a guild that is left takes its crowd along", () => {
  const gone: Event = { kind: "guild-delete", guildId: GUILD, unavailable: false };
  expect(here(arrived(...loaded(1, 1), gone))).toEqual([ME]);
});
