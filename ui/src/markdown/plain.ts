import type { Node } from "./ast.ts";

/** How mentions are called; undefined where the name is not known. */
export type Names = {
  user(id: string): string | undefined;
  role(id: string): string | undefined;
  channel(id: string): string | undefined;
  time(unix: number): string;
  /** What stands for a spoiler. */
  spoiler: string;
};

/** Returns what `nodes` say in one line: for previews of replies, notifications and labels. Spoilers stay hidden. */
export function plainText(nodes: readonly Node[], names: Names): string {
  return plain(nodes, names).replace(/\s+/g, " ").trim();
}

function plain(nodes: readonly Node[], names: Names): string {
  return nodes.map((node) => plainNode(node, names)).join("");
}

function plainNode(node: Node, names: Names): string {
  switch (node.kind) {
    case "text":
    case "emoji":
    case "inlineCode":
      return node.text;
    case "spoiler":
      return names.spoiler;
    case "codeBlock":
      return ` ${node.text} `;
    case "autolink":
      return node.url;
    case "lineBreak":
      return "\n";
    case "timestamp":
      return names.time(node.unix);
    case "quote":
    case "heading":
    case "subtext":
      return `${plain(node.children, names)}\n`;
    case "list":
      return node.items.map((item) => `${plain(item, names)}\n`).join("");
    case "strong":
    case "emphasis":
    case "underline":
    case "strike":
    case "maskedLink":
      return plain(node.children, names);
    default:
      return mention(node, names);
  }
}

type Mention = Extract<
  Node,
  { kind: "user" | "role" | "channel" | "everyone" | "here" | "customEmoji" | "slashCommand" }
>;

function mention(node: Mention, names: Names): string {
  switch (node.kind) {
    case "user":
      return `@${names.user(node.id) ?? node.id}`;
    case "role":
      return `@${names.role(node.id) ?? node.id}`;
    case "channel":
      return `#${names.channel(node.id) ?? node.id}`;
    case "everyone":
    case "here":
      return `@${node.kind}`;
    case "customEmoji":
      return `:${node.name}:`;
    case "slashCommand":
      return `/${node.name}`;
  }
}
