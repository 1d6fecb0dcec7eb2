import { useEffect, useState } from "react";
import { colors, knownColors } from "./colorer.ts";
import type { LanguageId } from "./languages.ts";
import type { Piece } from "./pieces.ts";

type Colored = { code: string; language: LanguageId; pieces: Piece[] };

/** Returns `code` in its colours: at once if they are known, else when they come. Only a block that is drawn asks. */
export function useColored(code: string, language: LanguageId | undefined): Piece[] | undefined {
  const [colored, setColored] = useState<Colored>();
  const known = language && knownColors(code, language);
  const isKnown = known !== undefined;
  useEffect(() => {
    if (language === undefined || isKnown) return;
    let asked = true;
    void colors(code, language).then((pieces) => {
      if (asked && pieces !== undefined) setColored({ code, language, pieces });
    });
    return () => {
      asked = false;
    };
  }, [code, language, isKnown]);
  if (known !== undefined) return known;
  return colored?.code === code && colored.language === language ? colored.pieces : undefined;
}
