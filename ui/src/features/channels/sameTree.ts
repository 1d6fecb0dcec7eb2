import type { Channel } from "../../state/model.ts";
import type { ChannelBranch } from "../../state/select/guilds.ts";

/** Whether two trees look alike. Every message changes its channel, and nothing of what the tree shows of it. */
export function sameTree(a: readonly ChannelBranch[], b: readonly ChannelBranch[]): boolean {
  return sameEach(a, b, (one, other) => {
    return sameLook(one.category, other.category) && sameEach(one.channels, other.channels, sameLook);
  });
}

function sameEach<T>(a: readonly T[], b: readonly T[], same: (one: T, other: T) => boolean): boolean {
  if (a === b) return true;
  return (
    a.length === b.length &&
    a.every((one, index) => {
      const other = b[index];
      return other !== undefined && same(one, other);
    })
  );
}

function sameLook(a: Channel | null, b: Channel | null): boolean {
  return a === b || (a?.id === b?.id && a?.name === b?.name);
}
