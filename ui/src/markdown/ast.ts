/** What a message says, as a tree. Text is never HTML: views make elements of these nodes. */
export type Node = Inline | Block;

export type Inline =
  | Text
  | Span
  | { kind: "inlineCode"; text: string }
  | MaskedLink
  | { kind: "autolink"; url: string; embed: boolean }
  | { kind: "user"; id: string }
  | { kind: "role"; id: string }
  | { kind: "channel"; id: string }
  | { kind: "everyone" }
  | { kind: "here" }
  | { kind: "emoji"; text: string }
  | { kind: "customEmoji"; name: string; id: string; animated: boolean }
  | Timestamp
  | { kind: "slashCommand"; name: string; id: string }
  | { kind: "lineBreak" };

/** What takes lines of its own. It may stand among inline nodes, and within a span that goes over several lines. */
export type Block =
  | CodeBlock
  | { kind: "quote"; children: Node[] }
  | { kind: "heading"; level: HeadingLevel; children: Node[] }
  | { kind: "subtext"; children: Node[] }
  | List;

export type Text = { kind: "text"; text: string };

/** Emphasis keeps its mark: `*` and `_` follow other rules, so that the source can be written again. */
export type Span =
  | { kind: "strong" | "underline" | "strike" | "spoiler"; children: Node[] }
  | { kind: "emphasis"; mark: "*" | "_"; children: Node[] };

/** `embed` is false where the author put the address into angle brackets. */
export type MaskedLink = {
  kind: "maskedLink";
  url: string;
  title?: string;
  embed: boolean;
  children: Node[];
};

export type TimestampStyle = "t" | "T" | "d" | "D" | "f" | "F" | "R";
/** `unix` counts seconds and is within what a `Date` can hold. */
export type Timestamp = { kind: "timestamp"; unix: number; style: TimestampStyle };

export type CodeBlock = { kind: "codeBlock"; language?: string; text: string };

export type HeadingLevel = 1 | 2 | 3;

/** With a `start` the list is numbered. */
export type List = { kind: "list"; start?: number; items: Node[][] };
