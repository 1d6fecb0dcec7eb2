/** The characters that begin something, as UTF-16 units. */
export const code = {
  newline: 10,
  space: 32,
  hash: 35,
  parenOpen: 40,
  parenClose: 41,
  star: 42,
  minus: 45,
  less: 60,
  greater: 62,
  at: 64,
  bracketOpen: 91,
  backslash: 92,
  bracketClose: 93,
  underscore: 95,
  backtick: 96,
  pipe: 124,
  tilde: 126,
  h: 104,
  H: 72,
  macron: 0xaf,
} as const;

const PUNCTUATION = /[!-/:-@[-`{-~]/;
const SPACE = /\s/;
const WORD = /[\p{L}\p{N}_]/u;

/** ASCII punctuation: what a backslash makes literal. */
export function isPunctuation(character: string): boolean {
  return PUNCTUATION.test(character);
}

export function isSpace(character: string): boolean {
  return SPACE.test(character);
}

/** Letters and digits of any script, and the underscore. */
export function isWord(character: string): boolean {
  return WORD.test(character);
}
