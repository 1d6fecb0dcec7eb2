import { color } from "./color.ts";
import { languageOf } from "./languages.ts";
import type { Answer, Request } from "./pieces.ts";

addEventListener("message", ({ data }: MessageEvent<Request>) => {
  const language = languageOf(data.language);
  const pieces = language === undefined ? [data.code] : color(data.code, language.id);
  postMessage({ id: data.id, pieces } satisfies Answer);
});
