import type { Channel } from "../../state/model.ts";
import type { ChannelBranch } from "../../state/select/guilds.ts";
import { sameEach } from "../../state/select/memo.ts";

/** Whether two trees look alike. Every message changes its channel, and nothing of what the tree shows of it. */
export function sameTree(a: readonly ChannelBranch[], b: readonly ChannelBranch[]): boolean {
  return sameEach(a, b, (one, other) => {
    return sameLook(one.category, other.category) && sameEach(one.channels, other.channels, sameLook);
  });
}

function sameLook(a: Channel | null, b: Channel | null): boolean {
  return a === b || (a?.id === b?.id && a?.name === b?.name);
}
