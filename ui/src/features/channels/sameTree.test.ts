import { describe, expect, it } from "vitest";
import { reduceAll } from "../../state/reduce.ts";
import { channelTree } from "../../state/select/guilds.ts";
import { arrived, created, GUILD } from "../../state/testing/builders.ts";
import { sameTree } from "./sameTree.ts";

describe("the tree of channels", () => {
  const before = arrived();
  const tree = channelTree(before, GUILD);

  it("is not drawn again for a message", () => {
    const after = channelTree(reduceAll(before, [created(900)]), GUILD);
    expect(after).not.toBe(tree);
    expect(sameTree(tree, after)).toBe(true);
  });

  it("is drawn again for another name, order or number", () => {
    const [branch] = tree;
    if (!branch) throw new Error("no channels");
    const [channel] = branch.channels;
    if (!channel) throw new Error("no channel");
    const with_ = (channels: typeof branch.channels) => [{ ...branch, channels }, ...tree.slice(1)];
    expect(sameTree(tree, with_([{ ...channel, name: "other" }, ...branch.channels.slice(1)]))).toBe(false);
    expect(sameTree(tree, with_(branch.channels.slice(1)))).toBe(false);
    expect(sameTree(tree, tree.slice(1))).toBe(false);
  });
});
