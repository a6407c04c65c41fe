import { useSyncExternalStore } from 'react';

// One timer for every relative time on screen, so that they change together.
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | null = null;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && timer !== null) {
      clearInterval(timer);
      timer = null;
    }
  };
}

function read(): number {
  // Nobody listens yet on the first reading: the stored moment may be old. Two readings in a row must be the same one.
  if (timer === null && Date.now() - now >= 1000) now = Date.now();
  return now;
}

/** Epoch ms, new every second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, read);
}
