import { Copy } from "lucide-react";
import { createElement, Fragment, type ReactNode } from "react";
import { copyText } from "../../../components/copyText.ts";
import { IconButton } from "../../../components/IconButton.tsx";
import { t } from "../../../text/t.ts";
import css from "./code.module.css";
import { languageOf } from "./color/languages.ts";
import type { Piece } from "./color/pieces.ts";
import { useColored } from "./color/useColored.ts";

/** Code as it was written. Colour comes later and changes nothing else, so that nothing moves. */
export function CodeBlock({ code, language }: { code: string; language?: string | undefined }) {
  const known = languageOf(language);
  const pieces = useColored(code, known?.id);
  return (
    <figure className={css.block}>
      <figcaption className={css.bar}>
        <span>{known?.name ?? language ?? t("markdown.code")}</span>
        <IconButton small icon={Copy} label={t("markdown.copyCode")} onClick={() => void copyText(code)} />
      </figcaption>
      <pre className={css.pre}>
        <code>{pieces === undefined ? code : drawn(pieces)}</code>
      </pre>
    </figure>
  );
}

function drawn(pieces: readonly Piece[]): ReactNode {
  return createElement(Fragment, null, ...pieces.map(drawnPiece));
}

function drawnPiece(piece: Piece): ReactNode {
  if (typeof piece === "string") return piece;
  return <span className={css[piece.color]}>{drawn(piece.pieces)}</span>;
}
