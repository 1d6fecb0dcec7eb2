import {
  acceptInvite,
  type ChannelBody,
  changeChannel,
  createChannel,
  createGuild,
  createInvite,
  deleteChannel,
  deleteGuild,
  getInvite,
  leaveGuild,
  renameGuild,
} from "../../net/api/guilds.ts";
import { CATEGORY, TEXT_CHANNEL } from "../../net/wire.ts";
import type { Actions, ChannelForm } from "../actions.ts";
import { changed, type Parts, renamed, told } from "./parts.ts";

type Guilds = Pick<
  Actions,
  | "createGuild"
  | "renameGuild"
  | "deleteGuild"
  | "leaveGuild"
  | "invite"
  | "acceptInvite"
  | "createInvite"
  | "createChannel"
  | "changeChannel"
  | "deleteChannel"
>;

const FIELDS = { parent_id: "parentId", max_age: "maxAgeS", max_uses: "maxUses" };

function channelBody({ name, topic, parentId }: Partial<ChannelForm>): ChannelBody {
  return {
    ...(name === undefined ? {} : { name }),
    ...(topic === undefined ? {} : { topic }),
    ...(parentId === undefined ? {} : { parent_id: parentId }),
  };
}

export function guilds({ store, rest }: Parts): Guilds {
  return {
    async createGuild(name) {
      const answer = await createGuild(rest, name);
      if (answer.ok) await told(store, (state) => state.guilds[answer.value.id]?.live === true);
      return changed(answer, ({ id }) => ({ guildId: id }));
    },
    renameGuild: (guildId, name) => renameGuild(rest, guildId, name),
    deleteGuild: (guildId) => deleteGuild(rest, guildId),
    leaveGuild: (guildId) => leaveGuild(rest, guildId),
    invite: (code) => getInvite(rest, code),
    async acceptInvite(code) {
      const answer = await acceptInvite(rest, code);
      if (!answer.ok) return answer;
      const guildId = answer.value.guild?.id ?? "";
      await told(store, (state) => state.guilds[guildId]?.live === true);
      return { ok: true, value: { guildId, channelId: answer.value.channel?.id ?? null } };
    },
    async createInvite(channelId, { maxAgeS, maxUses }) {
      // The server has room for so many: a link for all is made once. One that can be used up is given to nobody twice.
      const body = { max_age: maxAgeS, max_uses: maxUses, unique: maxUses > 0 };
      return renamed(await createInvite(rest, channelId, body), FIELDS);
    },
    async createChannel(guildId, { kind, ...form }) {
      const type = kind === "category" ? CATEGORY : TEXT_CHANNEL;
      const answer = await createChannel(rest, guildId, { ...channelBody(form), type });
      if (answer.ok) await told(store, (state) => state.channels[answer.value.id] !== undefined);
      return renamed(
        changed(answer, ({ id }) => ({ channelId: id })),
        FIELDS,
      );
    },
    async changeChannel(channelId, form) {
      return renamed(await changeChannel(rest, channelId, channelBody(form)), FIELDS);
    },
    deleteChannel: (channelId) => deleteChannel(rest, channelId),
  };
}
