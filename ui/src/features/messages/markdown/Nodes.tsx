import { createElement, Fragment, type ReactNode } from "react";
import { Link as PageLink } from "wouter";
import type { Block, Inline, List, Node } from "../../../markdown/ast.ts";
import { pageOf } from "../../../paths.ts";
import { CodeBlock } from "./CodeBlock.tsx";
import { ChannelMention, RoleMention, UserMention } from "./Mention.tsx";
import css from "./markdown.module.css";
import { Spoiler } from "./Spoiler.tsx";
import { Timestamp } from "./Timestamp.tsx";

/** Draws nodes in their order: a text never moves its parts, so their place is their key. */
export function Nodes({ of }: { of: readonly Node[] }) {
  return createElement(Fragment, null, ...of.map(element));
}

function element(node: Node): ReactNode {
  switch (node.kind) {
    case "codeBlock":
    case "quote":
    case "heading":
    case "subtext":
    case "list":
      return blockElement(node);
    default:
      return inlineElement(node);
  }
}

const HEADINGS = { 1: css.heading1, 2: css.heading2, 3: css.heading3 } as const;

function blockElement(node: Block): ReactNode {
  switch (node.kind) {
    case "codeBlock":
      return <CodeBlock code={node.text} language={node.language} />;
    case "quote":
      return (
        <blockquote className={css.quote}>
          <Nodes of={node.children} />
        </blockquote>
      );
    case "heading":
      // No heading to machines: the outline of the page is ours, and who writes a message must not fill it.
      return (
        <div className={HEADINGS[node.level]}>
          <strong>
            <Nodes of={node.children} />
          </strong>
        </div>
      );
    case "subtext":
      return (
        <div className={css.subtext}>
          <small>
            <Nodes of={node.children} />
          </small>
        </div>
      );
    case "list":
      return listElement(node);
  }
}

function listElement({ start, items }: List): ReactNode {
  const children = items.map((item) => createElement("li", null, <Nodes of={item} />));
  return start === undefined
    ? createElement("ul", { className: css.list }, ...children)
    : createElement("ol", { className: css.list, start }, ...children);
}

function inlineElement(node: Inline): ReactNode {
  switch (node.kind) {
    case "text":
      return node.text;
    case "lineBreak":
      return <br />;
    case "strong":
      return createElement("strong", null, <Nodes of={node.children} />);
    case "emphasis":
      return createElement("em", null, <Nodes of={node.children} />);
    case "underline":
      return createElement("u", null, <Nodes of={node.children} />);
    case "strike":
      return createElement("s", null, <Nodes of={node.children} />);
    case "spoiler":
      return (
        <Spoiler>
          <Nodes of={node.children} />
        </Spoiler>
      );
    case "inlineCode":
      return <code className={css.code}>{node.text}</code>;
    case "autolink":
      return <Link url={node.url}>{node.url.replace(/^mailto:/i, "")}</Link>;
    case "maskedLink":
      return (
        <Link url={node.url} title={node.title}>
          <Nodes of={node.children} />
        </Link>
      );
    default:
      return mentionElement(node);
  }
}

type MentionNode = Extract<
  Inline,
  {
    kind:
      | "user"
      | "role"
      | "channel"
      | "everyone"
      | "here"
      | "emoji"
      | "customEmoji"
      | "timestamp"
      | "slashCommand";
  }
>;

function mentionElement(node: MentionNode): ReactNode {
  switch (node.kind) {
    case "user":
      return <UserMention id={node.id} />;
    case "role":
      return <RoleMention id={node.id} />;
    case "channel":
      return <ChannelMention id={node.id} />;
    case "everyone":
    case "here":
      return <span className={css.mention}>@{node.kind}</span>;
    case "emoji":
      return <span className={css.emoji}>{node.text}</span>;
    case "customEmoji":
      return `:${node.name}:`;
    case "timestamp":
      return <Timestamp unix={node.unix} style={node.style} />;
    case "slashCommand":
      return <span className={css.mention}>/{node.name}</span>;
  }
}

/** The title tells where a masked link leads, beside what its author says of it. What is in this client opens in this tab. */
function Link({ url, title, children }: { url: string; title?: string | undefined; children: ReactNode }) {
  const full = title === undefined ? url : `${title}\n${url}`;
  const page = pageOf(url);
  return page ? (
    <PageLink href={page} title={full}>
      {children}
    </PageLink>
  ) : (
    <a href={url} title={full} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}
