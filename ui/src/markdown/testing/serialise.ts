import type { List, MaskedLink, Node } from "../ast.ts";
import { EMOJI_PATTERN } from "../emoji.ts";

/** Writes the source of nodes that `parse` made; `parse` makes the same nodes of it. Every mark within text is escaped. */
export function serialise(nodes: readonly Node[]): string {
  return nodes
    .map((node, index) => serialiseNode(node, nodes[index - 1], index === nodes.length - 1))
    .join("");
}

function serialiseNode(node: Node, before: Node | undefined, isLast: boolean): string {
  const end = isLast ? "" : "\n";
  switch (node.kind) {
    case "codeBlock":
      return `\`\`\`${node.language ?? ""}\n${node.text}\n\`\`\`${end}`;
    case "heading":
      return `${"#".repeat(node.level)} ${serialise(node.children)}${end}`;
    case "subtext":
      return `-# ${serialise(node.children)}${end}`;
    case "quote":
      return serialiseQuote(node.children, before?.kind === "quote") + end;
    case "list":
      return serialiseList(node) + end;
    default:
      return serialiseInline(node);
  }
}

/** Two quotes in a row are one, unless the second is of the kind that goes on to the end. */
function serialiseQuote(children: readonly Node[], follows: boolean): string {
  const text = serialise(children);
  return follows ? `>>> ${text}` : `> ${text.replaceAll("\n", "\n> ")}`;
}

function serialiseList(list: List): string {
  const item = (children: readonly Node[], index: number) => {
    const mark = list.start === undefined ? "- " : `${list.start + index}. `;
    return mark + serialise(children).replaceAll("\n", `\n${" ".repeat(mark.length)}`);
  };
  return list.items.map(item).join("\n");
}

type InlineNode = Exclude<Node, { kind: "codeBlock" | "heading" | "subtext" | "quote" | "list" }>;

function serialiseInline(node: InlineNode): string {
  switch (node.kind) {
    case "text":
      return escapeMarks(node.text);
    case "strong":
      return `**${serialise(node.children)}**`;
    case "underline":
      return `__${serialise(node.children)}__`;
    case "strike":
      return `~~${serialise(node.children)}~~`;
    case "spoiler":
      return `||${serialise(node.children)}||`;
    case "emphasis":
      return `${node.mark}${serialise(node.children)}${node.mark}`;
    case "inlineCode":
      return serialiseCode(node.text);
    case "maskedLink":
      return serialiseLink(node);
    case "autolink":
      return node.embed ? node.url : `<${node.url}>`;
    case "lineBreak":
      return "\n";
    default:
      return serialiseMention(node);
  }
}

type MentionNode = Exclude<
  InlineNode,
  { kind: "text" | "strong" | "underline" | "strike" | "spoiler" | "emphasis" | "inlineCode" | "lineBreak" }
>;

function serialiseMention(node: Exclude<MentionNode, { kind: "maskedLink" | "autolink" }>): string {
  switch (node.kind) {
    case "user":
      return `<@${node.id}>`;
    case "role":
      return `<@&${node.id}>`;
    case "channel":
      return `<#${node.id}>`;
    case "everyone":
    case "here":
      return `@${node.kind}`;
    case "emoji":
      return node.text;
    case "customEmoji":
      return `<${node.animated ? "a" : ""}:${node.name}:${node.id}>`;
    case "timestamp":
      return `<t:${node.unix}:${node.style}>`;
    case "slashCommand":
      return `</${node.name}:${node.id}>`;
  }
}

function serialiseLink(node: MaskedLink): string {
  const quote = node.title?.includes('"') ? "'" : '"';
  const title = node.title === undefined ? "" : ` ${quote}${node.title}${quote}`;
  return `[${serialise(node.children)}](${node.embed ? node.url : `<${node.url}>`}${title})`;
}

/** Takes the shortest run of backticks that the text does not contain. */
function serialiseCode(text: string): string {
  const runs = new Set((text.match(/`+/g) ?? []).map((run) => run.length));
  let length = 1;
  while (runs.has(length)) length += 1;
  const marks = "`".repeat(length);
  return `${marks}${/^ *`/.test(text) ? " " : ""}${text}${/` *$/.test(text) ? " " : ""}${marks}`;
}

/** An emoji, or a mark. */
const ESCAPED = new RegExp(`${EMOJI_PATTERN}|[!-/:-@[-\`{-~]`, "gu");

function escapeMarks(text: string): string {
  return text.replace(ESCAPED, "\\$&");
}
