import type { Node } from "./ast.ts";
import { code, isSpace, isWord } from "./characters.ts";
import { codeEnd } from "./code.ts";
import { type Found, type Frame, type Mark, mayNest, readPart } from "./frame.ts";

type Candidate = { mark: Mark; close: number };

/** Finds the span that begins with the run of marks at `at`. Of two (`***`) the longer one counts, emphasis first. */
export function spanAt(frame: Frame, at: number): Found | undefined {
  if (!mayNest(frame)) return undefined;
  const length = frame.source.run(at, frame.end);
  let best: Candidate | undefined;
  for (const mark of marksOf(frame, at, length)) {
    const close = findClose(frame, mark, at, at + length);
    if (close < 0) continue;
    if (best === undefined || close + mark.length > best.close + best.mark.length) best = { mark, close };
  }
  if (best === undefined) return undefined;
  const { mark, close } = best;
  const children = readPart(frame, at + mark.length, close);
  return { node: spanOf(mark, children), end: close + mark.length };
}

function spanOf(mark: Mark, children: Node[]): Node {
  switch (mark) {
    case "*":
    case "_":
      return { kind: "emphasis", mark, children };
    case "**":
      return { kind: "strong", children };
    case "__":
      return { kind: "underline", children };
    case "~~":
      return { kind: "strike", children };
    case "||":
      return { kind: "spoiler", children };
  }
}

/** Which spans a run of `length` marks can open: pairs belong together, so one is left over only of an odd run. */
function marksOf(frame: Frame, at: number, length: number): Mark[] {
  const { text } = frame.source;
  const odd = length % 2 === 1;
  const pair = length >= 2;
  switch (text[at]) {
    case "*": {
      const next = text.charAt(at + 1);
      return [
        ...(odd && next !== "" && !isSpace(next) ? (["*"] as const) : []),
        ...(pair ? (["**"] as const) : []),
      ];
    }
    case "_": {
      // Within a word an underscore is a letter: snake_case_name.
      const within = at > frame.start && isWord(text.charAt(at - 1));
      return [...(odd && !within ? (["_"] as const) : []), ...(pair ? (["__"] as const) : [])];
    }
    case "~":
      return pair ? ["~~"] : [];
    default:
      return pair ? ["||"] : [];
  }
}

/** Returns where the mark stands that closes `mark`, opened at `at`; -1 if none does. Looks past escapes and code. */
function findClose(frame: Frame, mark: Mark, at: number, from: number): number {
  const { source, end, hopeless } = frame;
  if (at < hopeless[mark]) return -1;
  const character = mark.charCodeAt(0);
  let index = from;
  while (index < end) {
    const here = source.at(index);
    if (here === code.backslash) index += 2;
    else if (here === code.backtick) index = codeEnd(frame, index) ?? index + source.run(index, end);
    else if (here !== character) index += 1;
    else {
      const length = source.run(index, end);
      const close = closeIn(frame, mark, index, length);
      if (close === "never") {
        hopeless[mark] = index;
        return -1;
      }
      if (close !== undefined) return close;
      index += length;
    }
  }
  hopeless[mark] = end;
  return -1;
}

/** Says where a run of marks closes `mark`, if it does. A single mark that cannot close ends the search. */
function closeIn(frame: Frame, mark: Mark, at: number, length: number): number | "never" | undefined {
  const { text } = frame.source;
  const last = at + length - 1;
  switch (mark) {
    case "*":
      if (length % 2 === 0) return undefined;
      return length === 1 && isSpace(text.charAt(at - 1)) ? "never" : last;
    case "_":
      if (length % 2 === 0) return undefined;
      return last + 1 < frame.end && isWord(text.charAt(last + 1)) ? "never" : last;
    case "**":
    case "__":
      return length >= 2 ? last - 1 : undefined;
    default:
      return length >= 2 ? at : undefined;
  }
}
