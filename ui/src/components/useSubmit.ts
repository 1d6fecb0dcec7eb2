import { useState } from "react";

export interface Submit<Refused> {
  busy: boolean;
  /** Why the last one was refused. */
  refused: Refused | null;
  run: () => void;
}

/** Sends a form: one at a time, with what was refused kept until the next. */
export function useSubmit<Answer extends { ok: boolean }>(
  act: () => Promise<Answer>,
  onDone: (done: Extract<Answer, { ok: true }>) => void,
): Submit<Extract<Answer, { ok: false }>> {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Extract<Answer, { ok: false }> | null>(null);
  const run = async () => {
    if (busy) return;
    setBusy(true);
    const answer = await act();
    setBusy(false);
    if (isDone(answer)) onDone(answer);
    else if (isRefused(answer)) setRefused(answer);
  };
  return { busy, refused, run: () => void run() };
}

function isDone<Answer extends { ok: boolean }>(answer: Answer): answer is Extract<Answer, { ok: true }> {
  return answer.ok;
}

function isRefused<Answer extends { ok: boolean }>(answer: Answer): answer is Extract<Answer, { ok: false }> {
  return !answer.ok;
}
