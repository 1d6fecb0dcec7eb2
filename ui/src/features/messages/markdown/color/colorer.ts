import { Lru } from "../lru.ts";
import type { LanguageId } from "./languages.ts";
import type { Answer, Piece, Request } from "./pieces.ts";

/** Blocks whose colours are kept: more than a window shows, so that scrolling back colours none again. */
const COLORED_MAX = 100;
/** A grammar that takes longer than this on a message has lost its way: its worker is ended. */
const COLOR_MAX_MS = 3000;

type Waiting = { resolve: (pieces: Piece[] | undefined) => void; timer: ReturnType<typeof setTimeout> };

const kept = new Lru<Piece[]>(COLORED_MAX);
const waiting = new Map<number, Waiting>();
let worker: Worker | undefined;
let lastId = 0;

const keyOf = (code: string, language: LanguageId) => `${language}\n${code}`;

/** Returns the colours of `code` if they are known already. */
export function knownColors(code: string, language: LanguageId): Piece[] | undefined {
  return kept.get(keyOf(code, language));
}

/** Asks the worker for the colours of `code`; undefined if there are none to be had. The first call loads it. */
export async function colors(code: string, language: LanguageId): Promise<Piece[] | undefined> {
  const pieces = knownColors(code, language) ?? (await ask(code, language));
  if (pieces !== undefined) kept.set(keyOf(code, language), pieces);
  return pieces;
}

function ask(code: string, language: LanguageId): Promise<Piece[] | undefined> {
  return new Promise((resolve) => {
    worker ??= start();
    if (worker === undefined) return resolve(undefined);
    lastId += 1;
    waiting.set(lastId, { resolve, timer: setTimeout(giveUp, COLOR_MAX_MS) });
    worker.postMessage({ id: lastId, code, language } satisfies Request);
  });
}

function start(): Worker | undefined {
  if (typeof Worker === "undefined") return undefined;
  const started = new Worker(new URL("./color.worker.ts", import.meta.url), { type: "module" });
  started.addEventListener("message", ({ data }: MessageEvent<Answer>) => answer(data.id, data.pieces));
  started.addEventListener("error", giveUp);
  return started;
}

function answer(id: number, pieces: Piece[] | undefined): void {
  const asked = waiting.get(id);
  waiting.delete(id);
  clearTimeout(asked?.timer);
  asked?.resolve(pieces);
}

/** Code stays readable without colours; the next block gets a new worker. */
function giveUp(): void {
  worker?.terminate();
  worker = undefined;
  for (const id of [...waiting.keys()]) answer(id, undefined);
}
