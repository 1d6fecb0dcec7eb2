import { memo, type ReactNode } from "react";
import { classes } from "../../../components/classes.ts";
import { isJumbo } from "../../../markdown/emoji.ts";
import css from "./markdown.module.css";
import { Nodes } from "./Nodes.tsx";
import { parsed } from "./parsed.ts";
import { type Resolve, ResolveContext } from "./resolve.ts";

export type MarkdownProps = {
  text: string;
  resolve: Resolve;
  /** Stands behind the last word, as "(edited)" does. */
  editedLabel?: ReactNode;
};

/** What somebody wrote. It becomes elements, never HTML, so that no text can be more than text. */
export const Markdown = memo(function Markdown({ text, resolve, editedLabel }: MarkdownProps) {
  const nodes = parsed(text);
  // An emoji of a server is shown by its name, which large letters would only make loud.
  const jumbo = isJumbo(nodes) && nodes.every((node) => node.kind !== "customEmoji");
  return (
    <ResolveContext value={resolve}>
      <div className={classes(css.markdown, jumbo && css.jumbo)}>
        <Nodes of={nodes} />
        {editedLabel}
      </div>
    </ResolveContext>
  );
});
