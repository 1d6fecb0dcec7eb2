import type { Node } from "../../../markdown/ast.ts";
import { parse } from "../../../markdown/parse.ts";
import { Lru } from "./lru.ts";

/** Texts whose tree is kept: two whole timelines (limits.timelineMessages), so that switching back and forth reads none again. */
const PARSED_MAX = 1200;

const kept = new Lru<readonly Node[]>(PARSED_MAX);

/** Returns what `text` says; the same tree for the same text while it is kept. */
export function parsed(text: string): readonly Node[] {
  let nodes = kept.get(text);
  if (nodes === undefined) {
    nodes = parse(text);
    kept.set(text, nodes);
  }
  return nodes;
}
