/** Short news that nobody has to answer. */
export interface ToastEntry {
  readonly id: number;
  readonly text: string;
  readonly action?: ToastAction | undefined;
}

/** What can be done about the news. It stays until somebody does it or waves it away. */
export interface ToastAction {
  readonly label: string;
  readonly act: () => void;
}

/** More at once are not read: the oldest goes. */
const MOST = 3;

let toasts: readonly ToastEntry[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function change(next: readonly ToastEntry[]) {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Shows `text` for a few seconds and has it read out when there is a pause. */
export function toast(text: string, action?: ToastAction): void {
  lastId += 1;
  change([...toasts.filter((other) => other.text !== text), { id: lastId, text, action }].slice(-MOST));
}

export function dismissToast(id: number): void {
  change(toasts.filter((entry) => entry.id !== id));
}

export function subscribeToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function currentToasts(): readonly ToastEntry[] {
  return toasts;
}
